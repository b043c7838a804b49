package io.vipoperator.e2e.bench;

import java.util.Locale;

/** What makes the address move. Those that are planned shall cost the client nothing. */
enum Fault {
    HOST_CRASH("host crash", false),
    LINK_LOSS("link loss", false),
    SIGTERM("SIGTERM", true),
    SWITCHOVER("switchover", true),
    FAILING_CHECK("failing check", true),
    PREEMPTION("preemption", true);

    private final String words;
    private final boolean planned;

    Fault(String words, boolean planned) {
        this.words = words;
        this.planned = planned;
    }

    String words() {
        return words;
    }

    /** As the settings spell it. */
    String word() {
        return words.replace(' ', '-').toLowerCase(Locale.ROOT);
    }

    /** Whether the one that held the address could hand it over. */
    boolean isPlanned() {
        return planned;
    }

    /** Who holds the address before. */
    Host holder() {
        return this == PREEMPTION ? Segment.TWO : Segment.ONE;
    }

    Host successor() {
        return this == PREEMPTION ? Segment.ONE : Segment.TWO;
    }

    /** Host one is Active: makes the holder hold the address. */
    void prepare(Segment segment, Pair pair) {
        if (this == PREEMPTION) {
            segment.unplug(Segment.ONE);
            pair.one().kill();
        }
    }

    void strike(Segment segment, Pair pair) {
        switch (this) {
            case HOST_CRASH -> {
                // The link first: with the processes first, the kernel would answer for the address a moment longer.
                segment.unplug(Segment.ONE);
                pair.one().kill();
            }
            case LINK_LOSS -> segment.carrierDown(Segment.ONE);
            case SIGTERM -> pair.one().stop();
            case SWITCHOVER -> pair.two().edit(pair.setup().withPriority(RouterSetup.PREFERRED_PRIORITY));
            case FAILING_CHECK -> segment.trackedDown(Segment.ONE);
            case PREEMPTION -> {
                segment.boot(Segment.ONE);
                pair.one().start();
            }
        }
    }

    /** Host one becomes Active again. */
    void repair(Segment segment, Pair pair) {
        switch (this) {
            case HOST_CRASH -> {
                segment.boot(Segment.ONE);
                pair.one().start();
            }
            case LINK_LOSS -> segment.carrierUp(Segment.ONE);
            case SIGTERM -> pair.one().start();
            case SWITCHOVER -> pair.two().edit(pair.setup().withPriority(RouterSetup.BACKUP_PRIORITY));
            case FAILING_CHECK -> segment.trackedUp(Segment.ONE);
            case PREEMPTION -> {
                // It is Active already.
            }
        }
    }
}
