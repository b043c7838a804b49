package io.vipoperator.node.agent.check;

import io.vipoperator.api.v1alpha1.BodyDigest;
import io.vipoperator.api.v1alpha1.HttpHeader;
import io.vipoperator.api.v1alpha1.HttpMethod;
import io.vipoperator.api.v1alpha1.HttpProbe;
import io.vipoperator.api.v1alpha1.HttpScheme;
import io.vipoperator.api.v1alpha1.Redirects;
import io.vipoperator.api.v1alpha1.StatusRange;
import io.vipoperator.node.agent.Fields;
import io.vipoperator.node.health.Probe;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a request over HTTP or HTTPS. Pure; for one check. */
public final class HttpReader {
    private static final int MOST_HEADERS = 32;
    private static final int MOST_RANGES = 16;
    private static final int LONGEST = 2_048;
    private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&*+.^_`|~0-9A-Za-z-]{1,128}");
    /** They say how the message is framed (RFC 9112 sections 6 and 9), which is the agent's business. */
    private static final Set<String> OF_THE_AGENT = Set.of("connection", "content-length", "transfer-encoding");

    private final HttpProbe written;
    private final Fields fields;
    private final NewerWords newer = new NewerWords();

    private HttpReader(HttpProbe written, Fields fields) {
        this.written = written;
        this.fields = fields;
    }

    /** What is probed; what is wrong goes into the fields. */
    public static Probe read(HttpProbe written, Fields fields, TlsReader tls) {
        return new HttpReader(written, fields).read(tls);
    }

    private Probe read(TlsReader tls) {
        boolean secure = secure();
        int port = fields.number("port", written.port(), Optional.of(secure ? 443 : 80), 1, 65_535);
        String host = Text.hostName(written.host(), Text.THIS_NODE, "host", fields);
        String authority = host.indexOf(':') < 0 ? host : "[" + host + "]";
        String hostHeader = Text.sentName(
                written.hostHeader(),
                port == (secure ? 443 : 80) ? authority : authority + ":" + port,
                "hostHeader",
                fields);
        if (!secure && written.tls() != null) {
            fields.missing("tls", "must be absent unless scheme is HTTPS");
        }
        String method = method();
        Probe probe = new Probe.Http(
                host,
                port,
                method,
                path(),
                hostHeader,
                headers(),
                statuses(),
                Text.pattern(written.bodyPattern(), "bodyPattern", fields),
                digest(),
                follows(),
                secure
                        ? Optional.of(tls.read(
                                written.tls(),
                                written.hostHeader() == null ? host : withoutPort(hostHeader),
                                fields.in("tls")))
                        : Optional.empty());
        return newer.or(probe);
    }

    private boolean secure() {
        return switch (written.scheme() == null ? HttpScheme.HTTP : written.scheme()) {
            case HTTP -> false;
            case HTTPS -> true;
            case Unrecognized -> {
                newer.in("scheme");
                yield false;
            }
        };
    }

    private String method() {
        HttpMethod method = written.method() == null ? HttpMethod.GET : written.method();
        return switch (method) {
            case GET, POST, OPTIONS -> method.name();
            case HEAD -> {
                if (written.bodyPattern() != null || written.bodyDigest() != null) {
                    fields.wrong(
                            "method",
                            "HEAD",
                            "must be another one with bodyPattern or bodyDigest: its response has no body");
                }
                yield method.name();
            }
            case Unrecognized -> {
                newer.in("method");
                yield "GET";
            }
        };
    }

    private String path() {
        String path = written.path() == null ? "/" : written.path();
        if (!path.startsWith("/")
                || !Text.hasLength(path, 1, LONGEST)
                || path.chars().anyMatch(Text::isBlankOrControl)) {
            fields.wrong(
                    "path",
                    path,
                    "must start with / and have at most " + LONGEST
                            + " characters: blanks and control characters are written as %XX");
        }
        return percentEncoded(path);
    }

    /** RFC 3986 section 2.1, for what a request line can't hold. */
    private static String percentEncoded(String path) {
        StringBuilder encoded = new StringBuilder();
        for (byte octet : path.getBytes(StandardCharsets.UTF_8)) {
            if (octet < 0) {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(octet));
            } else {
                encoded.append((char) octet);
            }
        }
        return encoded.toString();
    }

    private Map<String, String> headers() {
        List<HttpHeader> headers = written.headers() == null ? List.of() : written.headers();
        if (headers.size() > MOST_HEADERS) {
            fields.missing("headers", "must be at most " + MOST_HEADERS + ", not " + headers.size());
        }
        Map<String, String> read = new LinkedHashMap<>();
        for (int i = 0; i < headers.size(); i++) {
            Fields of = fields.in("headers[" + i + "]");
            HttpHeader header = headers.get(i);
            if (header == null || header.name() == null) {
                of.missing("name", "must be the name of an HTTP header");
                continue;
            }
            headerName(header.name(), of);
            String value = header.value() == null ? "" : header.value();
            if (!Text.hasLength(value, 0, LONGEST) || value.chars().anyMatch(HttpReader::endsHeader)) {
                of.missing(
                        "value",
                        "must have at most " + LONGEST + " characters, no control characters among them but tabs");
            }
            read.put(header.name(), value);
        }
        return read;
    }

    private static boolean endsHeader(int character) {
        return character != '\t' && (character < ' ' || character == 0x7f);
    }

    private static void headerName(String name, Fields of) {
        String small = name.toLowerCase(Locale.ROOT);
        if (!HEADER_NAME.matcher(name).matches()) {
            of.wrong("name", name, "must be the name of an HTTP header");
        } else if (small.equals("host")) {
            of.wrong("name", name, "must not be Host: use hostHeader");
        } else if (OF_THE_AGENT.contains(small)) {
            of.wrong("name", name, "must not be one that the agent writes itself");
        }
    }

    private List<Probe.Range> statuses() {
        if (written.expectedStatuses() == null) {
            return List.of(new Probe.Range(200, 299));
        }
        if (written.expectedStatuses().isEmpty() || written.expectedStatuses().size() > MOST_RANGES) {
            fields.missing(
                    "expectedStatuses",
                    "must be 1 to " + MOST_RANGES + " ranges, not "
                            + written.expectedStatuses().size());
        }
        List<Probe.Range> ranges = new ArrayList<>();
        for (int i = 0; i < written.expectedStatuses().size(); i++) {
            Fields of = fields.in("expectedStatuses[" + i + "]");
            StatusRange range = written.expectedStatuses().get(i);
            if (range == null) {
                of.missing("from", "must be 100 to 599");
                continue;
            }
            int from = of.number("from", range.from(), Optional.empty(), 100, 599);
            int to = of.number("to", range.to(), Optional.of(from), 100, 599);
            if (to < from) {
                of.wrong("to", to, "must not be less than from");
            }
            ranges.add(new Probe.Range(from, to));
        }
        return ranges;
    }

    private Optional<Probe.Digest> digest() {
        BodyDigest digest = written.bodyDigest();
        if (digest == null) {
            return Optional.empty();
        }
        Fields of = fields.in("bodyDigest");
        if (digest.algorithm() == null) {
            of.missing("algorithm", "must be SHA256 or MD5");
            return Optional.empty();
        }
        return switch (digest.algorithm()) {
            case SHA256 -> Optional.of(new Probe.Digest("SHA-256", hexadecimal(digest.value(), 64, of)));
            case MD5 -> Optional.of(new Probe.Digest("MD5", hexadecimal(digest.value(), 32, of)));
            case Unrecognized -> {
                newer.in("bodyDigest.algorithm");
                yield Optional.empty();
            }
        };
    }

    private static String hexadecimal(String value, int digits, Fields of) {
        String rule = "must be lower-case hexadecimal, " + digits + " digits";
        if (value == null) {
            of.missing("value", rule);
            return "";
        }
        if (!value.matches("[0-9a-f]{" + digits + "}")) {
            of.wrong("value", value, rule);
        }
        return value;
    }

    private boolean follows() {
        return switch (written.redirects() == null ? Redirects.Refuse : written.redirects()) {
            case Refuse -> false;
            case Follow -> true;
            case Unrecognized -> {
                newer.in("redirects");
                yield false;
            }
        };
    }

    /** Of a host header: {@code [2001:db8::1]:8443} or {@code web.example:8443}. */
    private static String withoutPort(String hostHeader) {
        if (hostHeader.startsWith("[") && hostHeader.indexOf(']') > 0) {
            return hostHeader.substring(1, hostHeader.indexOf(']'));
        }
        int colon = hostHeader.indexOf(':');
        return colon < 0 || colon != hostHeader.lastIndexOf(':') ? hostHeader : hostHeader.substring(0, colon);
    }
}
