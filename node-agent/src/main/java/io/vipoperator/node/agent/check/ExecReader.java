package io.vipoperator.node.agent.check;

import io.vipoperator.api.v1alpha1.ExecProbe;
import io.vipoperator.node.agent.Fields;
import io.vipoperator.node.health.Probe;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a program. Pure; for one check. */
public final class ExecReader {
    private static final int MOST_WORDS = 32;
    private static final int LONGEST_WORD = 1_024;
    /** Of the kernel: nobody. */
    private static final int NOBODY = 65_534;

    private ExecReader() {}

    /** What is probed; what is wrong goes into the fields. */
    public static Probe read(ExecProbe written, Fields fields) {
        return new Probe.Exec(
                command(written.command(), fields),
                fields.number("runAsUser", written.runAsUser(), Optional.of(NOBODY), 1, Integer.MAX_VALUE));
    }

    private static List<String> command(List<String> written, Fields fields) {
        List<String> words = new ArrayList<>();
        if (written == null || written.isEmpty() || written.size() > MOST_WORDS) {
            fields.missing("command", "must be a program and its arguments, 1 to " + MOST_WORDS + " words");
            return List.of("/");
        }
        for (int i = 0; i < written.size(); i++) {
            String word = written.get(i);
            String field = "command[" + i + "]";
            if (word == null) {
                fields.missing(field, "must not be empty");
            } else if (word.length() > LONGEST_WORD) {
                fields.wrong(field, word, "must have at most " + LONGEST_WORD + " characters");
            } else if (word.indexOf('\0') >= 0) {
                fields.wrong(field, word, "must not have the character 0");
            } else if (i == 0 && !word.startsWith("/")) {
                fields.wrong(field, word, "must be the absolute path of a program");
            } else {
                words.add(word);
            }
        }
        return words;
    }
}
