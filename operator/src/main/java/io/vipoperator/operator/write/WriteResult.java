package io.vipoperator.operator.write;

/** How a write ended; the names are values of a metric's label. */
public enum WriteResult {
    /** The API server has it. */
    WRITTEN,
    /** Somebody else wrote in between (409): to be planned again. */
    CONFLICT,
    /** The API server refused the object. */
    REFUSED,
    /** The API server did not answer. */
    UNREACHABLE;

    /** From the status code of a failed call; 0 where there was no answer. */
    public static WriteResult of(int code) {
        if (code == 409) {
            return CONFLICT;
        }
        return code >= 400 && code < 500 && code != 429 ? REFUSED : UNREACHABLE;
    }
}
