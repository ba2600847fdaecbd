package dev.gongrelay.demo;

import java.util.ArrayList;
import java.util.List;

/** What a terminal shows of its input, with carriage returns, colors, and cleared lines carried out. */
final class Screen {
    private Screen() {}

    /** All lines as they were when the next one began, and the widest that each was on the way. */
    static List<String> lines(String printed) {
        List<String> lines = new ArrayList<>();
        for (String line : printed.replace("\r\n", "\n").split("\n", -1)) {
            String shown = "";
            for (String part : line.replaceAll("\u001b\\[[0-9;]*m", "").split("\r", -1)) {
                String text = part.replace("\u001b[K", "");
                shown = part.startsWith("\u001b[K")
                        ? text
                        : text + shown.substring(Math.min(text.length(), shown.length()));
            }
            lines.add(shown);
        }
        return lines;
    }

    /** The length of the longest text that was printed into one line. */
    static int width(String printed) {
        return printed.replaceAll("\u001b\\[[0-9;]*[mK]", "")
                .lines()
                .flatMap(line -> List.of(line.split("\r", -1)).stream())
                .mapToInt(String::length)
                .max()
                .orElse(0);
    }
}
