package io.vipoperator.node.mutation;

import static io.vipoperator.node.mutation.PlantedMistakes.mistake;

import java.util.List;

/** Mistakes in what asks servers how they are. */
final class PlantedProbeMistakes {
    private static final String HTTP = "io.vipoperator.node.health.probe.HttpProberTest";
    private static final String HTTPS = "io.vipoperator.node.health.probe.HttpsProberTest";
    private static final String RUDE = "io.vipoperator.node.health.probe.RudeHttpServersTest";
    private static final String UDP = "io.vipoperator.node.health.probe.UdpProberTest";
    private static final String SMTP = "io.vipoperator.node.health.probe.SmtpProberTest";
    private static final String DIALOGUE = "io.vipoperator.node.health.probe.SmtpDialogueTest";
    private static final String NAMES = "io.vipoperator.node.health.probe.HostNamesTest";
    private static final String MATCH = "io.vipoperator.node.health.probe.BoundedMatchTest";
    private static final String HTTP_READER = "io.vipoperator.node.agent.check.HttpReaderTest";
    private static final String TLS_READER = "io.vipoperator.node.agent.check.TlsReaderTest";

    static final List<PlantedMistake> ALL = List.of(
            mistake(
                    "a range of statuses leaves out its end",
                    "health/probe/HttpConversation.java",
                    "now <= range.to()",
                    "now < range.to()",
                    HTTP),
            mistake(
                    "a sixth redirect is followed",
                    "health/probe/HttpProber.java",
                    "if (redirects == MOST_REDIRECTS) {",
                    "if (redirects > MOST_REDIRECTS) {",
                    HTTP),
            mistake(
                    "a body beyond the bound is looked at",
                    "health/probe/HttpBody.java",
                    "if (octets > MOST_OCTETS) {",
                    "if (octets > 2 * MOST_OCTETS) {",
                    HTTP),
            mistake(
                    "another digest will do",
                    "health/probe/HttpBody.java",
                    "if (!found.equals(wanted.get().value())) {",
                    "if (found.isEmpty()) {",
                    HTTP),
            mistake(
                    "a provisional response is the answer",
                    "health/probe/HttpConversation.java",
                    "if (now < FIRST_FINAL_STATUS && now != SWITCHING_PROTOCOLS) {",
                    "if (now < SWITCHING_PROTOCOLS) {",
                    RUDE),
            mistake(
                    "a certificate may be for anybody",
                    "health/probe/TlsClient.java",
                    "parameters.setEndpointIdentificationAlgorithm(\"HTTPS\");",
                    "parameters.setEndpointIdentificationAlgorithm(null);",
                    HTTPS),
            mistake(
                    "verification is off where it is on",
                    "health/probe/CertificateExamination.java",
                    "if (!verify) {",
                    "if (verify) {",
                    HTTPS),
            mistake(
                    "the days that a certificate has are compared the wrong way round",
                    "health/probe/TlsSession.java",
                    ".isAfter(ends)",
                    ".isBefore(ends)",
                    HTTPS),
            mistake(
                    "silence is success where a reply is required",
                    "health/probe/UdpProber.java",
                    "if (!udp.replyRequired()) {",
                    "if (udp.replyRequired()) {",
                    UDP),
            mistake(
                    "what follows STARTTLS in the clear is believed",
                    "health/probe/SmtpProber.java",
                    "if (securing) {",
                    "if (securing && !connected) {",
                    SMTP),
            mistake(
                    "any success answers a greeting",
                    "health/probe/SmtpDialogue.java",
                    "if (!line.startsWith(\"250\")) {",
                    "if (!line.startsWith(\"2\")) {",
                    DIALOGUE),
            mistake(
                    "everybody asks for a name who wants it",
                    "health/probe/HostNames.java",
                    "if (same != null) {",
                    "if (same != null && same.isDone()) {",
                    NAMES),
            mistake(
                    "an honest regular expression is given up",
                    "health/probe/BoundedMatch.java",
                    "STEPS_PER_CHARACTER = 8;",
                    "STEPS_PER_CHARACTER = 1;",
                    MATCH),
            mistake(
                    "a header may end its line",
                    "agent/check/HttpReader.java",
                    "(character < ' ' ||",
                    "(character < 1 ||",
                    HTTP_READER),
            mistake(
                    "a certificate that has not arrived is no matter",
                    "agent/check/TlsReader.java",
                    "if (pem.isEmpty()) {",
                    "if (pem.isPresent()) {",
                    TLS_READER));

    private PlantedProbeMistakes() {}
}
