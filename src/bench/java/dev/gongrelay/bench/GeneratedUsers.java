package dev.gongrelay.bench;

import dev.gongrelay.simulator.GongUser;
import java.util.List;
import java.util.stream.IntStream;

/** The users of a large company: each with two addresses, a phone number and an extension. */
final class GeneratedUsers {
    static final int COUNT = 10_000;

    private GeneratedUsers() {}

    static List<GongUser> all() {
        return IntStream.range(0, COUNT).mapToObj(GeneratedUsers::user).toList();
    }

    private static GongUser user(int number) {
        return GongUser.of(String.valueOf(234_599_484_800_000L + number), address(number))
                .aliases("u" + number + "@example.com")
                .with("firstName", "Given name " + number)
                .with("lastName", "Family name " + number)
                .with("title", "Account executive")
                .with("phoneNumber", "+1 202 " + (5_000_000 + number))
                .with("extension", String.valueOf(10_000 + number));
    }

    /** The address of one user. */
    static String address(int number) {
        return "given.family." + number + "@example.com";
    }
}
