package io.vipoperator.node.health.probe;

import io.vipoperator.node.health.Probe;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * What is asked of whom.
 *
 * @param secure over TLS
 * @param host to connect to
 * @param port to connect to
 * @param hostHeader as sent
 * @param method as sent
 * @param path with its query
 */
record HttpRequestLine(boolean secure, String host, int port, String hostHeader, String method, String path) {
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    /** The first request of a probe. */
    static HttpRequestLine of(Probe.Http http) {
        return new HttpRequestLine(
                http.tls().isPresent(), http.host(), http.port(), http.hostHeader(), http.method(), http.path());
    }

    /** The request that follows a redirect to there; empty if that is no URL of HTTP. */
    Optional<HttpRequestLine> redirected(int status, String location) {
        try {
            URI here = new URI(scheme() + "://" + hostHeader + path);
            URI there = here.resolve(new URI(location));
            String scheme = String.valueOf(there.getScheme()).toLowerCase(Locale.ROOT);
            if (there.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
                return Optional.empty();
            }
            boolean there443 = scheme.equals("https");
            int theirPort = there.getPort() < 0 ? defaultPort(there443) : there.getPort();
            if (theirPort < 1 || theirPort > 65_535) {
                return Optional.empty();
            }
            String path = there.getRawPath() == null || there.getRawPath().isEmpty() ? "/" : there.getRawPath();
            String query = there.getRawQuery() == null ? "" : "?" + there.getRawQuery();
            String theirHost = there.getHost().replaceAll("[\\[\\]]", "");
            // By name, and by the port that is in the Host header or the one that is connected to: servers say either.
            boolean sameServer = there443 == secure
                    && there.getHost().equalsIgnoreCase(here.getHost())
                    && (theirPort == port || there.getPort() == here.getPort());
            return Optional.of(new HttpRequestLine(
                    there443,
                    // The host header may be a name that only the server itself knows.
                    sameServer ? host : theirHost,
                    sameServer ? port : theirPort,
                    there.getRawAuthority(),
                    changesToGet(status) ? "GET" : method,
                    path + query));
        } catch (URISyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** RFC 9110 section 15.4: after 303 always, after 301 and 302 as everybody does. */
    private boolean changesToGet(int status) {
        return !method.equals("HEAD") && (status == 303 || (method.equals("POST") && (status == 301 || status == 302)));
    }

    boolean sameServer(HttpRequestLine other) {
        return secure == other.secure && host.equals(other.host) && port == other.port;
    }

    String url() {
        String authority = Reasons.printable(host.indexOf(':') < 0 ? host : "[" + host + "]");
        return scheme() + "://" + (port == defaultPort(secure) ? authority : authority + ":" + port) + path;
    }

    private String scheme() {
        return secure ? "https" : "http";
    }

    private static int defaultPort(boolean secure) {
        return secure ? HTTPS_PORT : HTTP_PORT;
    }

    /** As people say it: {@code GET http://127.0.0.1/healthz}. */
    @Override
    public String toString() {
        return method + " " + url();
    }
}
