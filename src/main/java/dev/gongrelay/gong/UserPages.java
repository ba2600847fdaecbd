package dev.gongrelay.gong;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The pages of Gong's list of users. Makes sure that the list ends. */
final class UserPages {
    /** Of 100 users each. */
    private static final int MOST_PAGES = 500;
    /** With so many pages in a row without anybody new, the list goes in circles. */
    private static final int MOST_REPEATED = 5;

    private final Consumer<User> reader;
    private final Set<String> cursors = new HashSet<>();
    private final Set<String> ids = new HashSet<>();
    private @Nullable String cursor;
    private int repeated;

    /** @param reader called once for each user */
    UserPages(Consumer<User> reader) {
        this.reader = reader;
    }

    /** Of the next page; null before the first and after the last. */
    @Nullable
    String cursor() {
        return cursor;
    }

    /**
     * Reads a page and goes on to the next.
     *
     * @param answer Gong's; null if it had no body
     * @throws UnreadableException if it is not a page, or the list does not end
     */
    void read(@Nullable String answer) throws UnreadableException {
        UserPage page = page(answer);
        int known = ids.size();
        page.users().stream().filter(user -> ids.add(user.id())).forEach(reader);
        repeated = ids.size() == known ? repeated + 1 : 0;
        cursor = page.cursor();
        boolean again = cursor != null && !cursors.add(cursor);
        if (again || cursors.size() >= MOST_PAGES || repeated > MOST_REPEATED) {
            throw new UnreadableException(
                    "Gong's list does not end: after " + cursors.size() + " pages it still goes on");
        }
    }

    private static UserPage page(@Nullable String answer) throws UnreadableException {
        if (answer == null) {
            throw new UnreadableException("Gong's answer has no body");
        }
        try {
            return UserPage.of(answer);
        } catch (IOException e) {
            throw new UnreadableException("Gong's answer is not a list of users");
        }
    }

    /** Gong's answer can't be used. */
    static final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1;

        UnreadableException(String message) {
            super(message);
        }
    }
}
