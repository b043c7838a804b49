package io.vipoperator.node.agent.check;

import io.vipoperator.api.v1alpha1.PayloadEncoding;
import io.vipoperator.api.v1alpha1.Reply;
import io.vipoperator.api.v1alpha1.UdpProbe;
import io.vipoperator.node.agent.Fields;
import io.vipoperator.node.health.Probe;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a datagram and its reply. Pure; for one check. */
public final class UdpReader {
    private static final int LONGEST_PAYLOAD = 2_048;
    private static final Pattern HEXADECIMAL = Pattern.compile("([0-9A-Fa-f]{2})*");

    private UdpReader() {}

    /** What is probed; what is wrong goes into the fields. */
    public static Probe read(UdpProbe written, Fields fields) {
        NewerWords newer = new NewerWords();
        boolean required = required(written, newer);
        if (!required && written.replyPattern() != null) {
            fields.missing("replyPattern", "must be absent unless reply is Required");
        }
        return newer.or(new Probe.Udp(
                Text.hostName(written.host(), Text.THIS_NODE, "host", fields),
                fields.number("port", written.port(), Optional.empty(), 1, 65_535),
                payload(written, fields, newer),
                required,
                Text.pattern(written.replyPattern(), "replyPattern", fields)));
    }

    private static boolean required(UdpProbe written, NewerWords newer) {
        return switch (written.reply() == null ? Reply.Required : written.reply()) {
            case Required -> true;
            case Optional -> false;
            case Unrecognized -> {
                newer.in("reply");
                yield true;
            }
        };
    }

    private static String payload(UdpProbe written, Fields fields, NewerWords newer) {
        String payload = written.payload() == null ? "" : written.payload();
        if (!Text.hasLength(payload, 0, LONGEST_PAYLOAD)) {
            fields.wrong("payload", payload, "must have at most " + LONGEST_PAYLOAD + " characters");
        }
        return switch (written.payloadEncoding() == null ? PayloadEncoding.Text : written.payloadEncoding()) {
            case Text -> HexFormat.of().formatHex(payload.getBytes(StandardCharsets.UTF_8));
            case Hex -> {
                if (!HEXADECIMAL.matcher(payload).matches()) {
                    fields.wrong("payload", payload, "must be pairs of hexadecimal digits with payloadEncoding Hex");
                    yield "";
                }
                yield payload.toLowerCase(Locale.ROOT);
            }
            case Unrecognized -> {
                newer.in("payloadEncoding");
                yield "";
            }
        };
    }
}
