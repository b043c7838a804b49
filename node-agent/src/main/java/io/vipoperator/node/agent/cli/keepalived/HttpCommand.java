package io.vipoperator.node.agent.cli.keepalived;

import io.vipoperator.api.v1alpha1.HttpHeader;
import io.vipoperator.api.v1alpha1.HttpMethod;
import io.vipoperator.api.v1alpha1.HttpProbe;
import io.vipoperator.api.v1alpha1.HttpScheme;
import io.vipoperator.api.v1alpha1.Redirects;
import io.vipoperator.api.v1alpha1.StatusRange;
import io.vipoperator.api.v1alpha1.Switch;
import io.vipoperator.api.v1alpha1.Tls;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Says curl's and wget's requests as checks; empty where an option isn't surely understood. Pure. */
final class HttpCommand {
    private static final Set<String> LOCAL = Set.of("127.0.0.1", "localhost", "::1", "[::1]");

    private boolean fail;
    private boolean follow;
    private boolean head;
    private boolean unverified;
    private Optional<String> url = Optional.empty();
    private final List<HttpHeader> headers = new ArrayList<>();

    private HttpCommand() {}

    /** Where the node itself is meant the API leaves the host out. */
    static String hostOrItself(String host) {
        return LOCAL.contains(host) ? null : host;
    }

    /** With the arguments of curl. */
    static Optional<Probe.Http> curl(List<String> arguments) {
        HttpCommand command = new HttpCommand();
        for (int i = 0; i < arguments.size(); i++) {
            String word = arguments.get(i);
            boolean understood;
            if (word.startsWith("--")) {
                boolean takesNext = Set.of("--output", "--max-time", "--connect-timeout", "--header", "--retry")
                        .contains(word);
                understood = takesNext
                        ? i + 1 < arguments.size() && command.valued(word, arguments.get(++i))
                        : command.longFlag(word);
            } else if (word.startsWith("-")) {
                boolean takesNext = word.matches("-[a-zA-Z]*[omH]");
                String flags = takesNext ? word.substring(1, word.length() - 1) : word.substring(1);
                understood = command.flags(flags)
                        && (!takesNext
                                || (i + 1 < arguments.size()
                                        && command.valued("-" + word.charAt(word.length() - 1), arguments.get(++i))));
            } else {
                understood = command.url.isEmpty();
                command.url = Optional.of(word);
            }
            if (!understood) {
                return Optional.empty();
            }
        }
        // Without -f any answer will do.
        return command.probe(command.fail ? List.of(new StatusRange(200, 399)) : List.of(new StatusRange(100, 599)));
    }

    /** With the arguments of wget, which follows redirects and wants success. */
    static Optional<Probe.Http> wget(List<String> arguments) {
        HttpCommand command = new HttpCommand();
        command.follow = true;
        for (int i = 0; i < arguments.size(); i++) {
            String word = arguments.get(i);
            if (word.equals("--spider")) {
                command.head = true;
            } else if (word.equals("--no-check-certificate")) {
                command.unverified = true;
            } else if (word.matches("-[TtO]|-qO") && i + 1 < arguments.size()) {
                i++;
            } else if (word.startsWith("-")) {
                if (!word.matches("-q|-nv|--quiet|-q?O-|-q?O/dev/null|-[Tt][0-9]+|--timeout=[0-9]+|--tries=[0-9]+")) {
                    return Optional.empty();
                }
            } else if (command.url.isEmpty()) {
                command.url = Optional.of(word);
            } else {
                return Optional.empty();
            }
        }
        return command.probe(null);
    }

    private boolean longFlag(String word) {
        return switch (word) {
            case "--fail" -> flags("f");
            case "--insecure" -> flags("k");
            case "--head" -> flags("I");
            case "--location" -> flags("L");
            case "--silent", "--show-error", "--verbose" -> true;
            default -> false;
        };
    }

    private boolean flags(String letters) {
        for (int i = 0; i < letters.length(); i++) {
            switch (letters.charAt(i)) {
                case 'f' -> fail = true;
                case 'k' -> unverified = true;
                case 'I' -> head = true;
                case 'L' -> follow = true;
                case 's', 'S', 'v', 'g', '4', '6', 'q' -> {}
                default -> {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean valued(String option, String value) {
        int colon = value.indexOf(':');
        if (!option.equals("-H") && !option.equals("--header")) {
            return true;
        }
        if (colon <= 0) {
            return false;
        }
        headers.add(new HttpHeader(
                value.substring(0, colon).strip(), value.substring(colon + 1).strip()));
        return true;
    }

    private Optional<Probe.Http> probe(List<StatusRange> statuses) {
        return url.flatMap(HttpCommand::parse)
                .filter(uri -> uri.getHost() != null)
                .map(uri -> {
                    boolean secure = "https".equals(uri.getScheme());
                    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
                    Optional<String> hostHeader = headers.stream()
                            .filter(header -> isHost(header))
                            .map(HttpHeader::value)
                            .findFirst();
                    List<HttpHeader> others =
                            headers.stream().filter(header -> !isHost(header)).toList();
                    return new Probe.Http(new HttpProbe(
                            secure ? HttpScheme.HTTPS : null,
                            hostOrItself(uri.getHost()),
                            uri.getPort() < 0 ? null : uri.getPort(),
                            head ? HttpMethod.HEAD : null,
                            uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery(),
                            hostHeader.orElse(uri.getHost().equals("localhost") ? "localhost" : null),
                            others.isEmpty() ? null : others,
                            statuses,
                            null,
                            null,
                            follow ? Redirects.Follow : null,
                            secure && unverified ? new Tls(null, Switch.Disabled, null, null, null) : null));
                });
    }

    private static boolean isHost(HttpHeader header) {
        return header.name().toLowerCase(Locale.ROOT).equals("host");
    }

    private static Optional<URI> parse(String url) {
        try {
            URI uri = new URI(url.contains("://") ? url : "http://" + url);
            return Optional.of(uri).filter(one -> Set.of("http", "https").contains(one.getScheme()));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
