package dev.gongrelay.recording;

import org.jspecify.annotations.Nullable;

/**
 * Where a value is in the details, as in {@code parties[0].userId}, which is made only when it is read.
 *
 * @param parent what contains it; null for the document itself
 * @param name of its field; empty for an element of a list
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

    /** The document's field that contains it. */
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
