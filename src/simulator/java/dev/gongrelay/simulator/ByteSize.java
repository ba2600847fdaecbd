package dev.gongrelay.simulator;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them: decimal, {@code 100MB} being 100,000,000 bytes. */
public final class ByteSize {
    private static final Pattern FORM = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([kmg]?b?)", Pattern.CASE_INSENSITIVE);

    private ByteSize() {}

    /**
     * Reads a size.
     *
     * @throws IllegalArgumentException if it is invalid
     */
    public static long parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is not a size: write it as 100MB or 1.5GB");
        }
        int zeros = " kmg".indexOf((matcher.group(2).toLowerCase(Locale.ROOT) + " ").charAt(0)) * 3;
        BigDecimal bytes = new BigDecimal(matcher.group(1)).scaleByPowerOfTen(Math.max(0, zeros));
        if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new IllegalArgumentException("\"" + text + "\" is too large");
        }
        return bytes.longValue();
    }

    /** Writes a size in its largest unit, with at most one decimal. */
    public static String format(long bytes) {
        return format((double) bytes);
    }

    /** The same for a calculated number. */
    public static String format(double bytes) {
        String[] units = {"B", "kB", "MB", "GB"};
        int unit = 0;
        double value = bytes;
        while (value >= 999.95 && unit < units.length - 1) {
            value /= 1000;
            unit++;
        }
        String number = String.format(Locale.ROOT, "%.1f", value).replaceFirst("\\.0$", "");
        return number + " " + units[unit];
    }
}
