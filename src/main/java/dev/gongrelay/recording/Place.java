package dev.gongrelay.recording;

import org.jspecify.annotations.Nullable;

/**
 * The place of a value in the details, such as {@code parties[0].userId}. Its text is made only when needed.
 *
 * @param parent the place of what contains it; null for the document itself
 * @param name the name of its field; empty for an element of a list
 * @param index its index in a list
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
