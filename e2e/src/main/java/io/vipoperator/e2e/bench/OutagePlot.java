package io.vipoperator.e2e.bench;

import io.vipoperator.e2e.bench.OutageRounds.Round;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The outages as a picture (SVG): a panel for each interval, in it a column of points for each fault and product, on a logarithmic scale. Hollow
 * points are rounds in which the machine stalled; the bar is the median.
 *
 * @param rounds all that were measured
 * @param labels of the products, from left to right
 */
record OutagePlot(List<Round> rounds, List<String> labels) {
    private static final int PANEL_WIDTH = 660;
    private static final int PANEL_HEIGHT = 320;
    private static final int MARGIN_LEFT = 60;
    private static final int MARGIN_TOP = 60;
    private static final int MARGIN_BOTTOM = 60;
    private static final double LEAST_MILLISECONDS = 1;
    private static final double MOST_MILLISECONDS = 10_000;
    private static final List<String> COLOURS = List.of("#0b6e4f", "#c8553d", "#3d5ac8");

    OutagePlot {
        rounds = List.copyOf(rounds);
        labels = List.copyOf(labels);
    }

    String svg() {
        List<Integer> intervals =
                rounds.stream().map(Round::intervalMilliseconds).distinct().toList();
        int width = MARGIN_LEFT + (intervals.size() * PANEL_WIDTH) + 20;
        int height = MARGIN_TOP + PANEL_HEIGHT + MARGIN_BOTTOM;
        List<String> parts = new ArrayList<>();
        parts.add(format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"12\">",
                width, height));
        parts.add("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>");
        parts.add(label(
                MARGIN_LEFT, 20, "start", "Outage seen by the client, ms (hollow: the machine stalled meanwhile)"));
        for (int index = 0; index < labels.size(); index++) {
            int x = MARGIN_LEFT + (index * 120);
            parts.add(format("<circle cx=\"%d\" cy=\"36\" r=\"4\" fill=\"%s\"/>", x + 4, COLOURS.get(index)));
            parts.add(label(x + 14, 40, "start", labels.get(index)));
        }
        for (double value = LEAST_MILLISECONDS; value <= MOST_MILLISECONDS; value *= 10) {
            parts.add(format(
                    "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>",
                    MARGIN_LEFT, width - 20, y(value), y(value)));
            parts.add(label(MARGIN_LEFT - 6, y(value) + 4, "end", format("%.0f", value)));
        }
        for (int panel = 0; panel < intervals.size(); panel++) {
            panel(parts, intervals.get(panel), MARGIN_LEFT + (panel * PANEL_WIDTH));
        }
        parts.add("</svg>");
        return String.join("\n", parts) + "\n";
    }

    private void panel(List<String> parts, int interval, int left) {
        double bottom = MARGIN_TOP + PANEL_HEIGHT;
        parts.add(label(left + (PANEL_WIDTH / 2.0), bottom + 45, "middle", "advertised every " + interval + " ms"));
        List<Fault> faults = List.of(Fault.values());
        for (int place = 0; place < faults.size(); place++) {
            Fault fault = faults.get(place);
            double centre = left + (PANEL_WIDTH * (place + 0.5) / faults.size());
            parts.add(label(centre, bottom + 22, "middle", fault.words()));
            for (int index = 0; index < labels.size(); index++) {
                column(parts, interval, fault, index, centre + ((index - ((labels.size() - 1) / 2.0)) * 30));
            }
        }
    }

    private void column(List<String> parts, int interval, Fault fault, int index, double x) {
        List<Round> column = rounds.stream()
                .filter(round -> round.intervalMilliseconds() == interval && round.fault() == fault)
                .filter(round -> round.label().equals(labels.get(index)))
                .toList();
        for (int point = 0; point < column.size(); point++) {
            Round round = column.get(point);
            double shifted = x + (((point % 5) - 2) * 3);
            parts.add(format(
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" stroke=\"%s\" fill=\"%s\" fill-opacity=\"0.6\"/>",
                    shifted,
                    y(OutageTable.milliseconds(round)),
                    COLOURS.get(index),
                    OutageTable.isUndisturbed(round) ? COLOURS.get(index) : "none"));
        }
        if (!column.isEmpty()) {
            double median = Summary.of(
                            column.stream().map(OutageTable::milliseconds).toList())
                    .median();
            parts.add(format(
                    "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"2\"/>",
                    x - 14, x + 14, y(median), y(median), COLOURS.get(index)));
        }
    }

    private static double y(double milliseconds) {
        double inside = Math.clamp(milliseconds, LEAST_MILLISECONDS, MOST_MILLISECONDS);
        double share = Math.log10(inside / LEAST_MILLISECONDS) / Math.log10(MOST_MILLISECONDS / LEAST_MILLISECONDS);
        return MARGIN_TOP + (PANEL_HEIGHT * (1 - share));
    }

    private static String label(double x, double y, String anchor, String text) {
        return format("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", x, y, anchor, text);
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
