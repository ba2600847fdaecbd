package dev.gongrelay.recording;

import java.util.Locale;
import java.util.Set;

/** Checks the form of an email address. */
final class EmailAddress {
    /** RFC 5321, 4.5.3.1: 64 before the @, 255 after it. */
    private static final int LONGEST = 320;
    /** Never delegated: RFC 2606, 6761, 6762, 7686 and 9476; ICANN on .internal and name collisions. */
    private static final Set<String> NOT_DELEGATED = Set.of(
            "alt corp example home internal intranet invalid lan local localdomain localhost mail onion private test"
                    .split(" "));

    private EmailAddress() {}

    /** Whether a text looks like an address: something, one {@code @}, names separated by dots, and no whitespace. */
    static boolean isValid(CharSequence text) {
        if (text.length() > 2 * LONGEST || Character.codePointCount(text, 0, text.length()) > LONGEST) {
            return false;
        }
        int at = -1;
        int nameBegins = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || (c == '@' && (at >= 0 || i == 0)) || (c == '.' && at >= 0 && i == nameBegins)) {
                return false;
            }
            if (c == '@') {
                at = i;
            }
            if (c == '@' || c == '.') {
                nameBegins = i + 1;
            }
        }
        return at > 0 && nameBegins < text.length();
    }

    /** Whether a valid address is in a top-level domain that may exist. */
    static boolean mayExist(String address) {
        String domain = address.substring(address.indexOf('@') + 1).toLowerCase(Locale.ROOT);
        String topLevel = domain.substring(domain.lastIndexOf('.') + 1);
        boolean isName = topLevel.startsWith("xn--") || topLevel.chars().allMatch(Character::isLetter);
        return topLevel.length() < domain.length()
                && topLevel.length() > 1
                && isName
                && !NOT_DELEGATED.contains(topLevel);
    }
}
