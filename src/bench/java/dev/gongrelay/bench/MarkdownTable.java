package dev.gongrelay.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table in Markdown that can be read on a terminal, too: columns are aligned, numbers to the right. */
final class MarkdownTable {
    private static final String NUMBER = "–|[\\d.,]+( \\([\\d.,]+\\))?";

    private final List<List<String>> rows = new ArrayList<>();

    MarkdownTable(String... heads) {
        rows.add(List.of(heads));
    }

    /** Adds a row of as many cells as there are columns. */
    MarkdownTable add(String... cells) {
        if (cells.length != rows.get(0).size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + rows.get(0));
        }
        rows.add(List.of(cells));
        return this;
    }

    @Override
    public String toString() {
        int columns = rows.get(0).size();
        int[] widths = IntStream.range(0, columns)
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElseThrow())
                .toArray();
        boolean[] numeric = new boolean[columns];
        for (int column = 0; column < columns; column++) {
            int index = column;
            numeric[column] =
                    rows.stream().skip(1).allMatch(row -> row.get(index).matches(NUMBER));
        }
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < rows.size(); row++) {
            List<String> cells = rows.get(row);
            text.append(IntStream.range(0, columns)
                    .mapToObj(column -> padded(cells.get(column), widths[column], numeric[column]))
                    .collect(Collectors.joining(" | ", "| ", " |\n")));
            if (row == 0) {
                text.append(IntStream.range(0, columns)
                        .mapToObj(column -> "-".repeat(widths[column] + 1) + (numeric[column] ? ":" : "-"))
                        .collect(Collectors.joining("|", "|", "|\n")));
            }
        }
        return text.toString();
    }

    private static String padded(String cell, int width, boolean right) {
        String spaces = " ".repeat(width - cell.length());
        return right ? spaces + cell : cell + spaces;
    }
}
