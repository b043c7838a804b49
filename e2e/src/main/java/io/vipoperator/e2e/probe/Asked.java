package io.vipoperator.e2e.probe;

/** One question of the {@link Asker}, and what became of it. Written by its two threads, read after both. */
public final class Asked {
    /** How was asked. */
    public enum Kind {
        DATAGRAM,
        CONNECTION
    }

    private final Kind kind;
    private final String address;
    private volatile long sentNanos;
    private volatile long answeredNanos;
    private volatile char server = '-';
    private volatile String failure = "";

    Asked(Kind kind, String address) {
        this.kind = kind;
        this.address = address;
    }

    void sent(long nanos) {
        sentNanos = nanos;
    }

    void answered(long nanos, char by) {
        answeredNanos = nanos;
        server = by;
    }

    void saidBy(char by) {
        server = by;
    }

    void failed(String message) {
        failure = message;
    }

    /** As {@link #parse} reads it. */
    String line() {
        return kind + "\t" + address + "\t" + sentNanos + "\t" + answeredNanos + "\t" + server + "\t" + failure;
    }

    /** Reads a line. */
    public static Asked parse(String line) {
        String[] fields = line.split("\t", -1);
        Asked asked = new Asked(Kind.valueOf(fields[0]), fields[1]);
        asked.sent(Long.parseLong(fields[2]));
        asked.answered(Long.parseLong(fields[3]), fields[4].charAt(0));
        asked.failed(fields[5]);
        return asked;
    }

    public Kind kind() {
        return kind;
    }

    public String address() {
        return address;
    }

    /** By the monotonic clock, which all processes of a machine share. */
    public long sentNanos() {
        return sentNanos;
    }

    /** 0 = never. */
    public long answeredNanos() {
        return answeredNanos;
    }

    /** The host that answered; '?' = it was connected, but the host didn't come to say who it is; '-' = none. */
    public char server() {
        return server;
    }

    /** What the kernel said; empty = nothing. */
    public String failure() {
        return failure;
    }
}
