package io.vipoperator.node.health.probe;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * What a server says, in which a pattern must be found: looked for whenever there is more of it, one look at a time and not many
 * in a row. Lives on the loop's thread.
 */
final class Answer {
    /** More is not looked at. */
    static final int MOST_OCTETS = 16 * 1_024;

    private static final long PAUSE_MILLISECONDS = 5;
    private static final int SHOWN = 100;

    private final ProbeRun run;
    private final Pattern pattern;
    private final String field;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private boolean looking;
    private boolean more;
    private boolean closed;

    /**
     * Nothing has been said yet.
     *
     * @param field of the pattern, for people
     */
    Answer(ProbeRun run, Pattern pattern, String field) {
        this.run = run;
        this.pattern = pattern;
        this.field = field;
    }

    void add(Channel connection, ByteBuf octets) {
        int taken = Math.min(octets.readableBytes(), MOST_OCTETS - said.size());
        byte[] copy = new byte[taken];
        octets.readBytes(copy);
        said.writeBytes(copy);
        if (said.size() == MOST_OCTETS) {
            connection.config().setAutoRead(false);
        }
        more = true;
        look();
    }

    /** No more will come. */
    void ends() {
        closed = true;
        more = true;
        look();
    }

    private void look() {
        if (looking || !more) {
            return;
        }
        looking = true;
        more = false;
        String text = said.toString(StandardCharsets.UTF_8);
        boolean complete = closed || said.size() == MOST_OCTETS;
        run.compute(
                run.shared().patterns(),
                () -> BoundedMatch.find(pattern, text),
                outcome -> looked(outcome, text, complete));
    }

    private void looked(BoundedMatch.Outcome outcome, String text, boolean complete) {
        switch (outcome) {
            case FOUND -> run.succeed("found " + field);
            case TOO_MUCH -> run.fail(field + " takes too many steps on the answer: simplify it");
            case ABSENT -> {
                if (complete) {
                    run.fail(field + " is not found in " + quoted(text));
                } else {
                    var unused = run.shared().events().schedule(this::again, PAUSE_MILLISECONDS, TimeUnit.MILLISECONDS);
                }
            }
        }
    }

    private void again() {
        looking = false;
        if (!run.over()) {
            look();
        }
    }

    static String quoted(String text) {
        return text.isEmpty()
                ? "an empty answer"
                : '"' + Reasons.printable(text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text) + '"';
    }
}
