package dev.gongrelay.gong;

import dev.gongrelay.failure.FailureCode;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads Gong's list of users page by page, and makes sure that it ends. */
final class UserPages {
    static final String LISTING = "Listing Gong's users";

    /** Of 100 users each. */
    private static final int MOST_PAGES = 500;
    /** More pages in a row without a new user mean that the list goes in circles. */
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
     * @throws GongException if it is not a page, or the list does not end
     */
    void read(@Nullable String answer) {
        UserPage page = page(answer);
        int known = ids.size();
        page.users().stream().filter(user -> ids.add(user.id())).forEach(reader);
        repeated = ids.size() == known ? repeated + 1 : 0;
        cursor = page.cursor();
        boolean again = cursor != null && !cursors.add(cursor);
        if (again || cursors.size() >= MOST_PAGES || repeated > MOST_REPEATED) {
            throw unusable("Gong's list does not end: it still goes on after " + cursors.size() + " pages");
        }
    }

    private static UserPage page(@Nullable String answer) {
        if (answer == null) {
            throw unusable("Gong's answer has no body");
        }
        try {
            return UserPage.of(answer);
        } catch (IOException e) {
            throw unusable("Gong's answer is not a list of users");
        }
    }

    private static GongException unusable(String why) {
        return new GongException(FailureCode.GONG_UNAVAILABLE, LISTING + ": " + why);
    }
}
