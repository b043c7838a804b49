package io.vipoperator.e2e.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What the user chose, from environment variables; {@code e2e/bench} lists them.
 *
 * @param parts subset of outage, failovers, footprint
 * @param subject what is compared with keepalived: agent, or keepalived itself to check the rig
 * @param rounds of each fault at each interval, on each side
 * @param intervalsMilliseconds between advertisements
 * @param busySeconds that all cores are busy while false failovers are counted
 * @param footprintSeconds over which CPU time is counted
 */
record Settings(
        List<String> parts,
        String subject,
        int rounds,
        List<Integer> intervalsMilliseconds,
        int busySeconds,
        int footprintSeconds) {
    static final String OUTAGE = "outage";
    static final String FAILOVERS = "failovers";
    static final String FOOTPRINT = "footprint";
    static final String AGENT = "agent";
    static final String KEEPALIVED = "keepalived";

    Settings {
        parts = List.copyOf(parts);
        intervalsMilliseconds = List.copyOf(intervalsMilliseconds);
    }

    static Settings from(Map<String, String> environment) {
        Reader reader = new Reader(environment);
        return new Settings(
                reader.words("BENCH_ONLY", List.of(OUTAGE, FAILOVERS, FOOTPRINT)),
                reader.word("BENCH_SUBJECT", List.of(AGENT, KEEPALIVED)),
                reader.number("BENCH_ROUNDS", "6", 1, 1000),
                Arrays.stream(reader.text("BENCH_INTERVALS", "1000,100,10").split(",", -1))
                        .map(text -> reader.check("BENCH_INTERVALS", text, 10, 40_950))
                        .toList(),
                reader.number("BENCH_BUSY_SECONDS", "120", 1, 86_400),
                reader.number("BENCH_FOOTPRINT_SECONDS", "20", 1, 3_600));
    }

    boolean wants(String part) {
        return parts.contains(part);
    }

    private record Reader(Map<String, String> environment) {
        String text(String name, String otherwise) {
            String value = environment.getOrDefault(name, "");
            return value.isBlank() ? otherwise : value.strip();
        }

        int number(String name, String otherwise, int least, int most) {
            return check(name, text(name, otherwise), least, most);
        }

        int check(String name, String text, int least, int most) {
            // Nine digits always fit an int.
            if (text.matches("[0-9]{1,9}") && Integer.parseInt(text) >= least && Integer.parseInt(text) <= most) {
                return Integer.parseInt(text);
            }
            throw refusal(name, text, "a whole number from " + least + " to " + most);
        }

        String word(String name, List<String> allowed) {
            String value = text(name, allowed.getFirst());
            if (!allowed.contains(value)) {
                throw refusal(name, value, "one of " + allowed);
            }
            return value;
        }

        List<String> words(String name, List<String> allowed) {
            List<String> values =
                    Arrays.asList(text(name, String.join(",", allowed)).split(",", -1));
            if (!allowed.containsAll(values)) {
                throw refusal(name, String.join(",", values), "some of " + allowed + ", with commas between");
            }
            return values;
        }

        private static IllegalArgumentException refusal(String name, String value, String rule) {
            return new IllegalArgumentException(name + "='" + value + "' must be " + rule);
        }
    }
}
