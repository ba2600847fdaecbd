package dev.gongrelay.mapping;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The mapping that the setting names: an object in S3, or, if bucket and key are empty, the text itself. */
public record MappingReference(String bucket, String key, String text) {
    private static final Pattern ADDRESS = Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])/(.{1,1024})");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_-]+");
    /** The words that are expressions, because the input has objects of these names. */
    private static final Set<String> OBJECTS = Set.of("groups", "metadata", "sidecar");

    /** Reads the setting: the name of a bundled mapping, an address in S3, or otherwise an expression. */
    public static MappingReference of(String setting) throws MappingException {
        String stripped = setting.strip();
        Matcher address = ADDRESS.matcher(stripped);
        if (address.matches()) {
            return new MappingReference(address.group(1), address.group(2), "");
        }
        if (stripped.startsWith("s3:")) {
            throw new MappingException("it is not an address such as s3://bucket/mapping.jsonata");
        }
        if (BundledMappings.NAMES.contains(stripped)) {
            return new MappingReference("", "", BundledMappings.text(stripped));
        }
        if (WORD.matcher(stripped).matches() && !OBJECTS.contains(stripped)) {
            throw new MappingException("the bundled mappings are " + String.join(", ", BundledMappings.NAMES));
        }
        if (stripped.isEmpty()) {
            throw new MappingException("it is blank");
        }
        return new MappingReference("", "", setting);
    }

    /** Whether the text must be read from S3. */
    public boolean isStored() {
        return !bucket.isEmpty();
    }

    @Override
    public String toString() {
        return isStored() ? "s3://" + bucket + "/" + key : "mapping";
    }
}
