package io.vipoperator.node.net;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** Calls that only tests make. */
final class NamespaceCalls {
    static {
        Native.register(NamespaceCalls.class, NativeLibrary.getProcess());
    }

    private NamespaceCalls() {}

    /** {@code int open(const char *path, int flags)}. */
    static native int open(String path, int flags);

    /** {@code int setns(int fd, int nstype)}. */
    static native int setns(int fd, int type);
}
