package dev.gongrelay.mapping;

/** A mapping is invalid, or fails on a recording. The message says where and why, and quotes no value. */
public final class MappingException extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean timeUp;

    MappingException(String problem) {
        this(problem, false);
    }

    MappingException(String problem, boolean timeUp) {
        super(problem);
        this.timeUp = timeUp;
    }

    /** Whether it only took too long, so that it may succeed later. */
    public boolean isTimeUp() {
        return timeUp;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
