package io.vipoperator.node.agent.check;

import io.vipoperator.api.v1alpha1.FileProbe;
import io.vipoperator.node.agent.Fields;
import io.vipoperator.node.health.Probe;
import java.util.regex.Pattern;

/** Reads a file with a number. Pure; for one check. */
public final class FileReader {
    private static final int LONGEST_PATH = 1_024;
    private static final Pattern UPWARDS = Pattern.compile("(^|/)\\.\\.(/|$)");

    private FileReader() {}

    /** What is probed; what is wrong goes into the fields. */
    public static Probe read(FileProbe written, Fields fields) {
        String path = written.path();
        String rule = "must be an absolute path of at most " + LONGEST_PATH + " characters, without ..";
        if (path == null) {
            fields.missing("path", rule);
            return new Probe.File("/");
        }
        if (!path.startsWith("/")
                || path.length() > LONGEST_PATH
                || path.indexOf('\0') >= 0
                || UPWARDS.matcher(path).find()) {
            fields.wrong("path", path, rule);
            return new Probe.File("/");
        }
        return new Probe.File(path);
    }
}
