package dev.gongrelay.source;

/** Gong does not support a recording's media. The message continues the recording's name: "is an Ogg file, …". */
final class UnsupportedMediaException extends Exception {
    private static final long serialVersionUID = 1;

    private static final String FORMATS = "WAV, MP3, MP4, MKV or FLAC";

    private UnsupportedMediaException(String message) {
        super(message);
    }

    /** A format that Gong does not support, such as "an Ogg file". */
    static UnsupportedMediaException foreign(String format) {
        return new UnsupportedMediaException(
                "is " + format + ", which Gong does not support: convert it to " + FORMATS);
    }

    /** A format that Gong supports, in which nothing can be heard or seen; says why in a sentence about "it". */
    static UnsupportedMediaException broken(String format, String why) {
        return new UnsupportedMediaException("is not a usable " + format + " file: " + why);
    }

    /** A format that the relay does not know. */
    static UnsupportedMediaException unknown() {
        return new UnsupportedMediaException("is not recognized as " + FORMATS + " by its content");
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
