package io.vipoperator.e2e.bench;

import java.util.List;

/**
 * What a sample says.
 *
 * @param count of the values
 * @param median the lower one of an even count's two
 * @param p99 the least value that at most one in a hundred exceeds: of fewer than a hundred values the worst
 * @param worst the largest
 */
record Summary(int count, double median, double p99, double worst) {
    static Summary of(List<Double> values) {
        if (values.isEmpty()) {
            return new Summary(0, Double.NaN, Double.NaN, Double.NaN);
        }
        List<Double> sorted = values.stream().sorted().toList();
        return new Summary(sorted.size(), rank(sorted, 50), rank(sorted, 99), sorted.getLast());
    }

    /** Nearest rank: ceil(percent / 100 * count), counted from 1. */
    private static double rank(List<Double> sorted, int percent) {
        int rank = ((percent * sorted.size()) + 99) / 100;
        return sorted.get(rank - 1);
    }
}
