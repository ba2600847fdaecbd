package dev.gongrelay.simulator;

import dev.gongrelay.simulator.MultipartScanner.MalformedException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rules for the part with a call's media (Gong, "Add call media", 2025-11-17). */
final class MediaRules {
    private static final Pattern DISPOSITION =
            Pattern.compile("(?i:form-data)((?:\\s*;\\s*\\w+\\*?=\"(?:[^\"\\\\]|\\\\.)*\")*)");
    private static final Pattern PARAMETER = Pattern.compile(";\\s*(\\w+\\*?)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    /** Content types by extension. Gong is known to refuse audio-only MP4 as video/mp4. */
    private static final Map<String, Set<String>> TYPES = Map.of(
            "wav", Set.of("audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave"),
            "mp3", Set.of("audio/mpeg", "audio/mp3"),
            "mp4", Set.of("video/mp4", "audio/mp4"),
            "m4a", Set.of("audio/mp4", "audio/x-m4a", "audio/m4a"),
            "mkv", Set.of("video/x-matroska", "audio/x-matroska", "video/matroska", "audio/matroska"),
            "flac", Set.of("audio/flac", "audio/x-flac"));

    private MediaRules() {}

    /** Checks the part's headers, names in lower case; returns the extension of the file. */
    static String check(Map<String, String> headers) throws MalformedException {
        String disposition = headers.getOrDefault("content-disposition", "");
        Matcher whole = DISPOSITION.matcher(disposition);
        if (!whole.matches()) {
            throw new MalformedException("the part's Content-Disposition is missing or malformed");
        }
        String name = null;
        String fileName = null;
        Matcher parameter = PARAMETER.matcher(whole.group(1));
        while (parameter.find()) {
            String value = parameter.group(2);
            switch (parameter.group(1).toLowerCase(Locale.ROOT)) {
                case "name" -> name = value;
                case "filename" -> fileName = value;
                default -> throw new MalformedException("Content-Disposition has the parameter " + parameter.group(1));
            }
        }
        if (!"mediaFile".equals(name)) {
            throw new MalformedException("the part must be named mediaFile");
        }
        String extension = fileName == null ? "" : fileName.substring(fileName.lastIndexOf('.') + 1);
        Set<String> types = TYPES.get(extension.toLowerCase(Locale.ROOT));
        if (types == null) {
            throw new MalformedException("the part's file name is missing or has none of the extensions "
                    + String.join(", ", TYPES.keySet().stream().sorted().toList()));
        }
        String type = headers.getOrDefault("content-type", "").toLowerCase(Locale.ROOT);
        if (!types.contains(type)) {
            throw new MalformedException("the part's Content-Type is missing or not that of a " + extension + " file");
        }
        return extension.toLowerCase(Locale.ROOT);
    }
}
