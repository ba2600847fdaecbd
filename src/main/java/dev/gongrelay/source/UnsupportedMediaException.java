package dev.gongrelay.source;

/**
 * A recording's bytes are not what Gong takes. The message goes on after the recording's name: "is an Ogg file, ...".
 */
final class UnsupportedMediaException extends Exception {
    private static final long serialVersionUID = 1;

    private static final String FORMATS = "WAV, MP3, MP4, MKV or FLAC";

    private UnsupportedMediaException(String message) {
        super(message);
    }

    /** A format that Gong does not take, such as "an Ogg file". */
    static UnsupportedMediaException foreign(String format) {
        return new UnsupportedMediaException("is " + format + ", which Gong does not take: convert it to " + FORMATS);
    }

    /** One of Gong's formats, but nothing can be heard or seen in it; says why in a sentence about "it". */
    static UnsupportedMediaException broken(String format, String why) {
        return new UnsupportedMediaException("is not a usable " + format + " file: " + why);
    }

    /** No format that is known. */
    static UnsupportedMediaException unknown() {
        return new UnsupportedMediaException("is not recognized as " + FORMATS + " by its content");
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
