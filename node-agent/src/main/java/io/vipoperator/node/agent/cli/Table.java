package io.vipoperator.node.agent.cli;

import java.util.List;
import java.util.stream.Collectors;

/** Text in columns that are as wide as they must be, three spaces apart. Pure. */
final class Table {
    private static final String GAP = "   ";

    private Table() {}

    /** Lines of equally many cells, the first being the titles. */
    static String of(List<List<String>> lines) {
        int columns = lines.get(0).size();
        int[] widths = new int[columns];
        for (List<String> line : lines) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        return lines.stream().map(line -> line(line, widths)).collect(Collectors.joining("\n", "", "\n"));
    }

    private static String line(List<String> cells, int[] widths) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i);
            text.append(i == 0 ? "" : GAP).append(cell).repeat(" ", widths[i] - cell.length());
        }
        return text.toString().stripTrailing();
    }
}
