package io.vipoperator.operator.plan;

import io.vipoperator.api.v1alpha1.AgentInfo;
import io.vipoperator.api.v1alpha1.DigestAlgorithm;
import io.vipoperator.api.v1alpha1.DnsRecordType;
import io.vipoperator.api.v1alpha1.HealthCheckSpec;
import io.vipoperator.api.v1alpha1.HealthState;
import io.vipoperator.api.v1alpha1.HttpMethod;
import io.vipoperator.api.v1alpha1.HttpProbe;
import io.vipoperator.api.v1alpha1.HttpScheme;
import io.vipoperator.api.v1alpha1.PayloadEncoding;
import io.vipoperator.api.v1alpha1.Redirects;
import io.vipoperator.api.v1alpha1.Reply;
import io.vipoperator.api.v1alpha1.SmtpGreeting;
import io.vipoperator.api.v1alpha1.SmtpProbe;
import io.vipoperator.api.v1alpha1.Switch;
import io.vipoperator.api.v1alpha1.Tls;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What of a HealthCheck no agent can do, or nobody can read; every such field is told. Confined to one plan. */
final class CheckSupport {
    /** Empty as long as no agent has said what it can do. */
    private final Optional<Set<String>> features;

    CheckSupport(Fleet fleet) {
        Set<String> known = new HashSet<>();
        boolean told = false;
        for (NodeRecord record : fleet.nodeStates()) {
            AgentInfo agent = record.status() == null ? null : record.status().agent();
            if (agent != null && agent.features() != null) {
                told = true;
                known.addAll(agent.features());
            }
        }
        features = told ? Optional.of(known) : Optional.empty();
    }

    List<Refusal> refusals(HealthCheckSpec spec) {
        Findings findings = new Findings();
        List<CheckKind> kinds = CheckKind.of(spec);
        if (kinds.isEmpty()) {
            findings.unsupported("spec", "a kind that is unknown to this version", "must have one that it knows");
        } else if (kinds.size() > 1) {
            findings.invalid("spec", kinds.size() + " kinds", "must have exactly one");
        } else {
            granted(kinds.get(0), findings);
        }
        findings.fields(spec);
        return findings.found;
    }

    private void granted(CheckKind kind, Findings findings) {
        if (features.filter(known -> !known.contains(kind.feature())).isPresent()) {
            findings.found.add(new Refusal(
                    Reason.NotSupported,
                    "spec." + kind.field() + ": no agent has the feature " + kind.feature() + ", "
                            + (kind.ofHost()
                                    ? "must be granted by the component host-checks"
                                    : "must run agents of a version that has it")));
        }
    }

    /** Collects; confined to one call. */
    private static final class Findings {
        private final List<Refusal> found = new ArrayList<>();

        private void fields(HealthCheckSpec spec) {
            unknown("spec.initialState", spec.initialState(), HealthState.Unrecognized);
            if (spec.http() != null) {
                http(spec.http());
            }
            if (spec.tcp() != null) {
                pattern("spec.tcp.expectPattern", spec.tcp().expectPattern());
            }
            if (spec.udp() != null) {
                unknown("spec.udp.payloadEncoding", spec.udp().payloadEncoding(), PayloadEncoding.Unrecognized);
                unknown("spec.udp.reply", spec.udp().reply(), Reply.Unrecognized);
                pattern("spec.udp.replyPattern", spec.udp().replyPattern());
            }
            if (spec.dns() != null) {
                unknown("spec.dns.recordType", spec.dns().recordType(), DnsRecordType.Unrecognized);
            }
            if (spec.smtp() != null) {
                smtp(spec.smtp());
            }
            if (spec.grpc() != null) {
                tls("spec.grpc.tls", spec.grpc().tls());
            }
            if (spec.process() != null) {
                pattern("spec.process.commandLinePattern", spec.process().commandLinePattern());
            }
        }

        private void http(HttpProbe http) {
            unknown("spec.http.scheme", http.scheme(), HttpScheme.Unrecognized);
            unknown("spec.http.method", http.method(), HttpMethod.Unrecognized);
            unknown("spec.http.redirects", http.redirects(), Redirects.Unrecognized);
            pattern("spec.http.bodyPattern", http.bodyPattern());
            if (http.bodyDigest() != null) {
                unknown("spec.http.bodyDigest.algorithm", http.bodyDigest().algorithm(), DigestAlgorithm.Unrecognized);
            }
            tls("spec.http.tls", http.tls());
        }

        private void smtp(SmtpProbe smtp) {
            unknown("spec.smtp.greeting", smtp.greeting(), SmtpGreeting.Unrecognized);
            unknown("spec.smtp.startTLS", smtp.startTLS(), Switch.Unrecognized);
            tls("spec.smtp.tls", smtp.tls());
        }

        private void tls(String field, Tls tls) {
            if (tls != null) {
                unknown(field + ".verification", tls.verification(), Switch.Unrecognized);
            }
        }

        /** CEL knows another dialect than the agents, so that the schema can't tell. */
        private void pattern(String field, String pattern) {
            if (pattern == null) {
                return;
            }
            try {
                Pattern.compile(pattern);
            } catch (PatternSyntaxException e) {
                invalid(
                        field,
                        pattern,
                        "must be a regular expression of Java: " + e.getDescription() + " near index " + e.getIndex());
            }
        }

        private void unknown(String field, Object value, Object unrecognized) {
            if (unrecognized.equals(value)) {
                unsupported(field, "a value unknown to this version", "must be one that it knows");
            }
        }

        private void unsupported(String field, String value, String rule) {
            found.add(new Refusal(Reason.NotSupported, field + ": " + value + " is not supported, " + rule));
        }

        private void invalid(String field, String value, String rule) {
            found.add(new Refusal(Reason.InvalidSpec, field + ": \"" + value + "\" " + rule));
        }
    }
}
