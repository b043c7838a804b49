package io.vipoperator.node.net;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/**
 * The C library, mapped directly. Pointers and size_t are {@code long}: the caller keeps the {@link Block} that an
 * address belongs to. Results go through {@link Errno}; nobody else looks at errno.
 */
final class Libc {
    static {
        // What is linked into the process already: no search for a file named libc, which minimal images lack.
        Native.register(Libc.class, NativeLibrary.getProcess());
    }

    private Libc() {}

    /** {@code int socket(int domain, int type, int protocol)}. */
    static native int socket(int domain, int type, int protocol);

    /** {@code int close(int fd)}. */
    static native int close(int fd);

    /** {@code int bind(int fd, const struct sockaddr *addr, socklen_t addrlen)}. */
    static native int bind(int fd, long address, int length);

    /** {@code int listen(int fd, int backlog)}. */
    static native int listen(int fd, int backlog);

    /** {@code int connect(int fd, const struct sockaddr *addr, socklen_t addrlen)}. */
    static native int connect(int fd, long address, int length);

    /** {@code int getsockname(int fd, struct sockaddr *addr, socklen_t *addrlen)}. */
    static native int getsockname(int fd, long address, long length);

    /** {@code int setsockopt(int fd, int level, int optname, const void *optval, socklen_t optlen)}. */
    static native int setsockopt(int fd, int level, int name, long value, int length);

    /** {@code int getsockopt(int fd, int level, int optname, void *optval, socklen_t *optlen)}. */
    static native int getsockopt(int fd, int level, int name, long value, long length);

    /** {@code ssize_t sendto(int fd, const void *buf, size_t len, int flags, const struct sockaddr *to, socklen_t tolen)}. */
    static native long sendto(int fd, long buffer, long length, int flags, long to, int toLength);

    /** {@code ssize_t sendmsg(int fd, const struct msghdr *msg, int flags)}. */
    static native long sendmsg(int fd, long message, int flags);

    /** {@code ssize_t recvmsg(int fd, struct msghdr *msg, int flags)}. */
    static native long recvmsg(int fd, long message, int flags);

    /** {@code ssize_t recvfrom(int fd, void *buf, size_t len, int flags, struct sockaddr *from, socklen_t *fromlen)}. */
    static native long recvfrom(int fd, long buffer, long length, int flags, long from, long fromLength);

    /** {@code ssize_t read(int fd, void *buf, size_t count)}. */
    static native long read(int fd, long buffer, long count);

    /** {@code ssize_t write(int fd, const void *buf, size_t count)}. */
    static native long write(int fd, long buffer, long count);

    /** {@code int epoll_create1(int flags)}. */
    static native int epoll_create1(int flags);

    /** {@code int epoll_ctl(int epfd, int op, int fd, struct epoll_event *event)}. */
    static native int epoll_ctl(int epoll, int operation, int fd, long event);

    /** {@code int epoll_wait(int epfd, struct epoll_event *events, int maxevents, int timeout)}. */
    static native int epoll_wait(int epoll, long events, int maxEvents, int timeoutMillis);

    /** {@code int timerfd_create(int clockid, int flags)}. */
    static native int timerfd_create(int clock, int flags);

    /** {@code int timerfd_settime(int fd, int flags, const struct itimerspec *new, struct itimerspec *old)}. */
    static native int timerfd_settime(int fd, int flags, long newValue, long oldValue);

    /** {@code int eventfd(unsigned int initval, int flags)}. */
    static native int eventfd(int initial, int flags);

    /** {@code int sched_setscheduler(pid_t pid, int policy, const struct sched_param *param)}. */
    static native int sched_setscheduler(int pid, int policy, long parameter);

    /** {@code int setpriority(int which, id_t who, int prio)}. */
    static native int setpriority(int which, int who, int nice);

    /** {@code int mlockall(int flags)}. */
    static native int mlockall(int flags);
}
