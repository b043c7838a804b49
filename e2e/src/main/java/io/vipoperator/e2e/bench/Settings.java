package io.vipoperator.e2e.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What the user chose, from environment variables; {@code e2e/bench} lists them.
 *
 * @param parts subset of {@link #PARTS}
 * @param subject what is compared with keepalived: agent, or keepalived itself to check the rig
 * @param withFrr whether FRR takes part where it can
 * @param faults that are measured
 * @param rounds of each fault at each interval, on each side; of each crash of many routers
 * @param intervalsMilliseconds between advertisements, for outages
 * @param failoverIntervalsMilliseconds as well, for false failovers
 * @param busySeconds over which false failovers are counted, in each of the conditions
 * @param footprintRouters how many routers run while CPU time is counted
 * @param footprintSeconds over which CPU time is counted
 * @param scaleRouters how many routers crash with their host
 * @param holdSeconds for which the greatest number of routers is held
 * @param addresses how many a router has that crashes with its host
 * @param besideRouters to which one is added
 * @param checkIntervalsMilliseconds between two probes of a check whose server stops
 * @param checks how many run on one host, every second, while CPU time is counted
 */
record Settings(
        List<String> parts,
        String subject,
        boolean withFrr,
        List<Fault> faults,
        int rounds,
        List<Integer> intervalsMilliseconds,
        List<Integer> failoverIntervalsMilliseconds,
        int busySeconds,
        List<Integer> footprintRouters,
        int footprintSeconds,
        List<Integer> scaleRouters,
        int holdSeconds,
        List<Integer> addresses,
        int besideRouters,
        List<Integer> checkIntervalsMilliseconds,
        List<Integer> checks) {
    static final String OUTAGE = "outage";
    static final String FAILOVERS = "failovers";
    static final String FOOTPRINT = "footprint";
    static final String SCALE = "scale";
    static final String ADDRESSES = "addresses";
    static final String ADDING = "adding";
    static final String DAEMONS = "daemons";
    static final String CHECKS = "checks";
    static final List<String> PARTS = List.of(OUTAGE, FAILOVERS, FOOTPRINT, SCALE, ADDRESSES, ADDING, DAEMONS, CHECKS);
    static final String AGENT = "agent";
    static final String KEEPALIVED = "keepalived";

    private static final int MOST_ROUTERS = 255;

    /** Of one node. */
    private static final int MOST_CHECKS = 1024;

    Settings {
        parts = List.copyOf(parts);
        faults = List.copyOf(faults);
        intervalsMilliseconds = List.copyOf(intervalsMilliseconds);
        failoverIntervalsMilliseconds = List.copyOf(failoverIntervalsMilliseconds);
        footprintRouters = List.copyOf(footprintRouters);
        scaleRouters = List.copyOf(scaleRouters);
        addresses = List.copyOf(addresses);
        checkIntervalsMilliseconds = List.copyOf(checkIntervalsMilliseconds);
        checks = List.copyOf(checks);
    }

    static Settings from(Map<String, String> environment) {
        Reader reader = new Reader(environment);
        List<String> faults = Arrays.stream(Fault.values()).map(Fault::word).toList();
        List<String> chosen = reader.words("BENCH_FAULTS", faults);
        return new Settings(
                reader.words("BENCH_ONLY", PARTS),
                reader.word("BENCH_SUBJECT", List.of(AGENT, KEEPALIVED)),
                reader.word("BENCH_FRR", List.of("yes", "no")).equals("yes"),
                Arrays.stream(Fault.values())
                        .filter(fault -> chosen.contains(fault.word()))
                        .toList(),
                reader.number("BENCH_ROUNDS", "3", 1, 1000),
                reader.numbers("BENCH_INTERVALS", "100,10", 10, 40_950),
                reader.numbers("BENCH_FAILOVER_INTERVALS", "10,20,50,100", 10, 40_950),
                reader.number("BENCH_BUSY_SECONDS", "30", 1, 200),
                reader.numbers("BENCH_FOOTPRINT_ROUTERS", "1,50,255", 1, MOST_ROUTERS),
                reader.number("BENCH_FOOTPRINT_SECONDS", "10", 1, 3_600),
                reader.numbers("BENCH_SCALE_ROUTERS", "1,50,255", 1, MOST_ROUTERS),
                reader.number("BENCH_HOLD_SECONDS", "60", 1, 200),
                reader.numbers("BENCH_ADDRESSES", "1,16,64,250", 1, 250),
                reader.number("BENCH_BESIDE_ROUTERS", "200", 1, MOST_ROUTERS - 1),
                reader.numbers("BENCH_CHECK_INTERVALS", "200,1000", 100, 60_000),
                reader.numbers("BENCH_CHECKS", "500", 1, MOST_CHECKS));
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

        List<Integer> numbers(String name, String otherwise, int least, int most) {
            return Arrays.stream(text(name, otherwise).split(",", -1))
                    .map(text -> check(name, text, least, most))
                    .toList();
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
