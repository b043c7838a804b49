package io.vipoperator.node.net;

import com.sun.jna.Native;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * An error of the kernel, by number and name. The one place where errno is read and where EINTR and EAGAIN are dealt
 * with.
 *
 * @param number as in errno.h; the same on all Linux architectures that have a JVM today, for those named here
 */
record Errno(int number) {
    static final Errno ENOENT = new Errno(2);
    static final Errno ENODEV = new Errno(19);
    static final Errno EEXIST = new Errno(17);
    static final Errno EADDRINUSE = new Errno(98);
    static final Errno ENOBUFS = new Errno(105);
    static final Errno ECONNREFUSED = new Errno(111);

    /** What {@link #call} returns where there is nothing to read, or no room to write. */
    static final long WOULD_BLOCK = -1;

    private static final int EINTR = 4;
    private static final int EAGAIN = 11;

    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(1, "EPERM"),
            Map.entry(2, "ENOENT"),
            Map.entry(3, "ESRCH"),
            Map.entry(4, "EINTR"),
            Map.entry(5, "EIO"),
            Map.entry(6, "ENXIO"),
            Map.entry(9, "EBADF"),
            Map.entry(11, "EAGAIN"),
            Map.entry(12, "ENOMEM"),
            Map.entry(13, "EACCES"),
            Map.entry(16, "EBUSY"),
            Map.entry(17, "EEXIST"),
            Map.entry(19, "ENODEV"),
            Map.entry(22, "EINVAL"),
            Map.entry(23, "ENFILE"),
            Map.entry(24, "EMFILE"),
            Map.entry(28, "ENOSPC"),
            Map.entry(34, "ERANGE"),
            Map.entry(38, "ENOSYS"),
            Map.entry(90, "EMSGSIZE"),
            Map.entry(92, "ENOPROTOOPT"),
            Map.entry(93, "EPROTONOSUPPORT"),
            Map.entry(95, "EOPNOTSUPP"),
            Map.entry(97, "EAFNOSUPPORT"),
            Map.entry(98, "EADDRINUSE"),
            Map.entry(99, "EADDRNOTAVAIL"),
            Map.entry(100, "ENETDOWN"),
            Map.entry(101, "ENETUNREACH"),
            Map.entry(104, "ECONNRESET"),
            Map.entry(105, "ENOBUFS"),
            Map.entry(107, "ENOTCONN"),
            Map.entry(110, "ETIMEDOUT"),
            Map.entry(111, "ECONNREFUSED"),
            Map.entry(113, "EHOSTUNREACH"));

    /**
     * Makes a system call: repeated when a signal interrupts it.
     *
     * @param name of the call, for the message
     * @return its result, or {@link #WOULD_BLOCK}
     * @throws NativeException on any other error
     */
    static long call(String name, LongSupplier call) {
        while (true) {
            long result = call.getAsLong();
            if (result >= 0) {
                return result;
            }
            int number = Native.getLastError();
            if (number == EAGAIN) {
                return WOULD_BLOCK;
            }
            if (number != EINTR) {
                throw new NativeException(name, new Errno(number));
            }
        }
    }

    /** Closes a descriptor. Linux has freed it whatever close answers, so the answer says nothing that could be done. */
    static void close(int fd) {
        int ignored = Libc.close(fd);
        assert ignored <= 0;
    }

    /** EADDRINUSE, say, or the number where it has no name here. */
    @Override
    public String toString() {
        return NAMES.getOrDefault(number, "errno " + number);
    }
}
