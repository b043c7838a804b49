package io.vipoperator.node.agent.check;

import io.vipoperator.api.v1alpha1.SmtpGreeting;
import io.vipoperator.api.v1alpha1.SmtpProbe;
import io.vipoperator.api.v1alpha1.Switch;
import io.vipoperator.node.agent.Fields;
import io.vipoperator.node.health.Probe;
import java.util.Optional;

/** Reads a greeting to a mail server. Pure; for one check. */
public final class SmtpReader {
    /** The prober fills it in. */
    private static final String HOST_NAME = "";

    private SmtpReader() {}

    /** What is probed; what is wrong goes into the fields. */
    public static Probe read(SmtpProbe written, Fields fields, TlsReader tls) {
        NewerWords newer = new NewerWords();
        boolean extended = extended(written, newer);
        boolean startTls = startTls(written, newer);
        String host = Text.hostName(written.host(), Text.THIS_NODE, "host", fields);
        if (startTls && !extended) {
            fields.wrong("greeting", "HELO", "must be EHLO with startTLS Enabled: HELO has no extensions");
        }
        if (!startTls && written.tls() != null) {
            fields.missing("tls", "must be absent unless startTLS is Enabled");
        }
        return newer.or(new Probe.Smtp(
                host,
                fields.number("port", written.port(), Optional.of(25), 1, 65_535),
                extended,
                Text.sentName(written.clientName(), HOST_NAME, "clientName", fields),
                startTls ? Optional.of(tls.read(written.tls(), host, fields.in("tls"))) : Optional.empty()));
    }

    private static boolean extended(SmtpProbe written, NewerWords newer) {
        return switch (written.greeting() == null ? SmtpGreeting.EHLO : written.greeting()) {
            case EHLO -> true;
            case HELO -> false;
            case Unrecognized -> {
                newer.in("greeting");
                yield true;
            }
        };
    }

    private static boolean startTls(SmtpProbe written, NewerWords newer) {
        return switch (written.startTLS() == null ? Switch.Disabled : written.startTLS()) {
            case Disabled -> false;
            case Enabled -> true;
            case Unrecognized -> {
                newer.in("startTLS");
                yield false;
            }
        };
    }
}
