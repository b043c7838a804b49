package io.vipoperator.node.agent;

/** The API server did not do what was asked: not reachable, an error, or an answer without meaning. */
final class ApiUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    ApiUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
