package io.vipoperator.node.health.probe;

import io.vipoperator.node.health.Finding;
import io.vipoperator.node.health.Probe;
import io.vipoperator.node.health.Prober;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Asks one name server, over UDP and where the answer is cut short over TCP, and looks at the answers of the type that was asked for. */
final class DnsProber implements Prober {
    private static final int MOST_SHOWN = 8;

    private final Probe.Dns dns;
    private final Record question;
    private final Function<String, CompletableFuture<InetAddress>> addresses;

    static {
        // Milliseconds after which dnsjava looks for queries that are overdue, and closes their sockets.
        System.setProperty("dnsjava.nio.selector_timeout", "100");
        System.setProperty("dnsjava.nio.register_shutdown_hook", "false");
    }

    DnsProber(Probe.Dns dns, Function<String, CompletableFuture<InetAddress>> addresses) {
        this.dns = dns;
        this.addresses = addresses;
        try {
            question =
                    Record.newRecord(Name.fromString(dns.name(), Name.root), Type.value(dns.recordType()), DClass.IN);
        } catch (TextParseException e) {
            throw new IllegalArgumentException(dns.name() + " is not a domain name", e);
        }
    }

    @Override
    public CompletionStage<Finding> probe(long timeoutNanos) {
        Finding late = Finding.failure(said("no answer within " + Words.duration(timeoutNanos)));
        return addresses
                .apply(dns.host())
                .thenCompose(address -> ask(address, timeoutNanos))
                .thenApply(this::judge)
                .exceptionally(thrown -> timedOut(thrown) ? late : Finding.failure(said(Words.reason(thrown))))
                .completeOnTimeout(late, timeoutNanos, TimeUnit.NANOSECONDS);
    }

    /** dnsjava keeps the same time, and may be the first to say that it is over. */
    private static boolean timedOut(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof TimeoutException
                    || String.valueOf(cause.getMessage()).contains("imed out")) {
                return true;
            }
        }
        return false;
    }

    private CompletionStage<Message> ask(InetAddress address, long timeoutNanos) {
        SimpleResolver resolver = new SimpleResolver(new InetSocketAddress(address, dns.port()));
        resolver.setTimeout(Duration.ofNanos(timeoutNanos));
        return resolver.sendAsync(Message.newQuery(question), Runnable::run);
    }

    private Finding judge(Message answer) {
        if (answer.getRcode() != Rcode.NOERROR) {
            return Finding.failure(said(Rcode.string(answer.getRcode())));
        }
        List<String> found = answer.getSection(Section.ANSWER).stream()
                .filter(one -> one.getType() == question.getType())
                .map(DnsAnswer::of)
                .distinct()
                .toList();
        if (found.isEmpty()) {
            return Finding.failure(said("no answer of that type"));
        }
        List<String> absent = dns.expectedAnswers().stream()
                .filter(expected -> !found.contains(DnsAnswer.canonical(question.getType(), expected)))
                .toList();
        return absent.isEmpty()
                ? Finding.success(said(shown(found)))
                : Finding.failure(said(shown(found) + "; not among them: " + shown(absent)));
    }

    private static String shown(List<String> answers) {
        return answers.size() <= MOST_SHOWN
                ? String.join(", ", answers)
                : String.join(", ", answers.subList(0, MOST_SHOWN)) + ", \u2026";
    }

    private String said(String what) {
        return dns.recordType() + " " + dns.name() + " at " + Reasons.place(dns.host(), dns.port()) + ": "
                + Words.oneLine(what);
    }
}
