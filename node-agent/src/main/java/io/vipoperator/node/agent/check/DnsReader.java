package io.vipoperator.node.agent.check;

import io.vipoperator.api.v1alpha1.DnsProbe;
import io.vipoperator.api.v1alpha1.DnsRecordType;
import io.vipoperator.node.agent.Fields;
import io.vipoperator.node.health.Probe;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/** Reads a query to a name server. Pure; for one check. */
public final class DnsReader {
    private static final int MOST_ANSWERS = 32;
    private static final int LONGEST_NAME = 253;
    private static final int LONGEST_ANSWER = 255;

    private DnsReader() {}

    /** What is probed; what is wrong goes into the fields. */
    public static Probe read(DnsProbe written, Fields fields) {
        NewerWords newer = new NewerWords();
        return newer.or(new Probe.Dns(
                Text.hostName(written.host(), Text.THIS_NODE, "host", fields),
                fields.number("port", written.port(), Optional.of(53), 1, 65_535),
                name(written.name(), fields),
                recordType(written.recordType(), newer),
                expectedAnswers(written.expectedAnswers(), fields)));
    }

    private static String name(String written, Fields fields) {
        if (written == null) {
            fields.missing("name", "must be the name to ask for");
            return ".";
        }
        try {
            if (!written.isEmpty() && written.length() <= LONGEST_NAME) {
                Name.fromString(written, Name.root);
                return written;
            }
            fields.wrong("name", written, "must have 1 to " + LONGEST_NAME + " characters");
        } catch (TextParseException e) {
            fields.wrong("name", written, "must be a domain name, with labels of 1 to 63 characters");
        }
        return ".";
    }

    private static String recordType(DnsRecordType written, NewerWords newer) {
        DnsRecordType type = written == null ? DnsRecordType.A : written;
        return switch (type) {
            case A, AAAA, CNAME, MX, NS, PTR, SOA, SRV, TXT -> type.name();
            case Unrecognized -> {
                newer.in("recordType");
                yield "A";
            }
        };
    }

    private static List<String> expectedAnswers(List<String> written, Fields fields) {
        if (written == null) {
            return List.of();
        }
        if (written.isEmpty() || written.size() > MOST_ANSWERS) {
            fields.missing("expectedAnswers", "must be 1 to " + MOST_ANSWERS + " answers, not " + written.size());
        }
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            String answer = written.get(i);
            if (answer == null || answer.isEmpty() || answer.length() > LONGEST_ANSWER) {
                fields.missing("expectedAnswers[" + i + "]", "must have 1 to " + LONGEST_ANSWER + " characters");
            } else {
                answers.add(answer);
            }
        }
        return answers;
    }
}
