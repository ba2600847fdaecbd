package dev.gongrelay.settings;

/** A setting that the function does not start with. The message names the variable and never quotes its value. */
final class WrongSettingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    WrongSettingException(String message) {
        super(message);
    }

    /** The message alone, without the class: what is shown in the list of all wrong settings. */
    @Override
    @SuppressWarnings("OverrideThrowableToString")
    public String toString() {
        return String.valueOf(getMessage());
    }
}
