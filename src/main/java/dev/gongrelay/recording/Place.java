package dev.gongrelay.recording;

import org.jspecify.annotations.Nullable;

/**
 * Where in the details a value stands, put into words such as {@code parties[0].userId} only when somebody reads it.
 *
 * @param parent what it stands in; null for the document itself
 * @param name its field's; empty for an element of a list
 * @param index in a list
 */
record Place(@Nullable Place parent, String name, int index) {
    static final Place DOCUMENT = new Place(null, "", 0);

    Place field(String field) {
        return new Place(this, field, 0);
    }

    Place element(int position) {
        return new Place(this, "", position);
    }

    /** Whether it is a field of the document itself. */
    boolean isTopLevel() {
        return parent != null && parent.parent == null;
    }

    /** The document's field that it stands in. */
    String topLevelField() {
        return parent == null || isTopLevel() ? name : parent.topLevelField();
    }

    @Override
    public String toString() {
        if (parent == null) {
            return "";
        }
        if (name.isEmpty()) {
            return parent + "[" + index + "]";
        }
        return isTopLevel() ? name : parent + "." + name;
    }
}
