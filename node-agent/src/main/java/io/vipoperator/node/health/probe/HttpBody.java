package io.vipoperator.node.health.probe;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.vipoperator.node.health.Probe;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The body of a response as it arrives. Kept only for a pattern; for a digest it passes by; where neither is asked for it is read
 * so that the server sees its response taken, up to a bound. Lives on the loop's thread.
 */
final class HttpBody {
    /** Of a body that must be right. */
    static final int MOST_OCTETS = 1_048_576;

    private final ProbeRun run;
    private final Optional<Pattern> pattern;
    private final Optional<Probe.Digest> wanted;
    private final Optional<MessageDigest> digest;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream(0);
    private Runnable turn = () -> {};
    private boolean waits;
    private boolean permitted;
    private long octets;

    HttpBody(ProbeRun run, Optional<Pattern> pattern, Optional<Probe.Digest> wanted) {
        this.run = run;
        this.pattern = pattern;
        this.wanted = wanted;
        this.digest = wanted.map(HttpBody::digest);
    }

    /** Its first octet may come. */
    void begins(Channel connection) {
        turn = () -> {
            waits = false;
            permitted = true;
            connection.config().setAutoRead(true);
        };
        run.atEnd(this::release);
    }

    /** More of it. */
    void add(Channel connection, int status, ByteBuf more) {
        octets += more.readableBytes();
        if (octets > MOST_OCTETS) {
            if (pattern.isPresent() || wanted.isPresent()) {
                run.fail(status + ", but its body is longer than " + MOST_OCTETS
                        + " octets, which is what is looked at");
            } else {
                run.succeed(Integer.toString(status));
            }
            return;
        }
        digest.ifPresent(running -> running.update(more.nioBuffer()));
        if (pattern.isPresent()) {
            keep(more);
            if (kept.size() > LargeBodies.SMALL_OCTETS && !permitted && !waits) {
                waitForTurn(connection);
            }
        }
    }

    private void keep(ByteBuf more) {
        try {
            more.getBytes(more.readerIndex(), kept, more.readableBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("memory has no such errors", e);
        }
    }

    private void waitForTurn(Channel connection) {
        permitted = run.shared().largeBodies().take(turn);
        if (!permitted) {
            waits = true;
            connection.config().setAutoRead(false);
        }
    }

    /** That was all. */
    void ends(int status) {
        if (digest.isPresent()) {
            String found = HexFormat.of().formatHex(digest.get().digest());
            if (!found.equals(wanted.get().value())) {
                run.fail(status + ", but its body's " + wanted.get().algorithm() + " is " + found);
                return;
            }
        }
        if (pattern.isEmpty()) {
            run.succeed(Integer.toString(status));
            return;
        }
        // The server has said all, and may leave.
        run.disconnect();
        run.stage("pattern");
        run.compute(
                run.shared().patterns(),
                () -> BoundedMatch.find(pattern.get(), kept.toString(StandardCharsets.UTF_8)),
                outcome -> matched(status, outcome));
    }

    private void matched(int status, BoundedMatch.Outcome outcome) {
        switch (outcome) {
            case FOUND -> run.succeed(Integer.toString(status));
            case ABSENT -> run.fail(status + ", but bodyPattern is not found in its " + octets + " octets");
            case TOO_MUCH ->
                run.fail(status + ", but bodyPattern takes too many steps on its " + octets + " octets: simplify it");
        }
    }

    private void release() {
        if (waits) {
            run.shared().largeBodies().leave(turn);
        }
        if (permitted) {
            run.shared().largeBodies().give();
        }
    }

    private static MessageDigest digest(Probe.Digest wanted) {
        try {
            return MessageDigest.getInstance(wanted.algorithm());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalArgumentException("every Java has SHA-256 and MD5, not " + wanted.algorithm(), e);
        }
    }
}
