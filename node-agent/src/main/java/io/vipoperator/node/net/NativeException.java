package io.vipoperator.node.net;

import java.io.Serial;

/** A system call failed. */
public final class NativeException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Errno errno;

    NativeException(String call, Errno errno) {
        super(call + ": " + errno);
        this.errno = errno;
    }

    boolean is(Errno other) {
        return other.equals(errno);
    }

    /** The error's name, EPERM say. */
    public String error() {
        return errno.toString();
    }
}
