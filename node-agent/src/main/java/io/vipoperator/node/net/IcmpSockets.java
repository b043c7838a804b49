package io.vipoperator.node.net;

import io.vipoperator.node.health.probe.Echoes;
import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.wire.IcmpEcho;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;

/**
 * ICMP echo over raw sockets of both families. One thread sends, hears and keeps the time; it starts, and opens the sockets, with
 * the first request. {@link #send} is of any thread.
 */
public final class IcmpSockets implements Echoes, AutoCloseable {
    private static final int MOST_PENDING = 4096;
    private static final int BUFFER_BYTES = 256;
    /** Per wake-up and socket: a flood must not keep deadlines waiting. */
    private static final int MOST_HEARD = 256;

    private final ThreadFactory threads;
    private final int identifier;
    private final long cookieSeed;
    private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
    private EpollWaiter waiter;
    private Thread thread;
    private boolean closed;

    private record Request(InetAddress target, long deadlineNanos, CompletableFuture<Echo> result) {}

    private record Pending(Request request, long sentNanos, long cookie) {}

    /** On threads of the namespace that is asked in. */
    public IcmpSockets(ThreadFactory threads) {
        this.threads = threads;
        SecureRandom random = new SecureRandom();
        identifier = random.nextInt(1 << 16);
        cookieSeed = random.nextLong();
    }

    @Override
    public CompletionStage<Echo> send(InetAddress target, long timeoutNanos) {
        var result = new CompletableFuture<Echo>();
        var request = new Request(target, System.nanoTime() + timeoutNanos, result);
        synchronized (this) {
            if (closed) {
                return CompletableFuture.completedFuture(new Echo.Refused("this agent is ending"));
            }
            if (thread == null) {
                try {
                    waiter = new EpollWaiter();
                } catch (NativeException e) {
                    return CompletableFuture.completedFuture(new Echo.Refused(e.getMessage()));
                }
                thread = threads.newThread(new Turns(waiter));
                thread.setName("check-ping");
                thread.start();
            }
            requests.add(request);
            waiter.wake();
        }
        return result;
    }

    /** Ends the thread; who waits for an answer is told that there is none. */
    @Override
    public synchronized void close() {
        if (!closed && waiter != null) {
            waiter.wake();
        }
        closed = true;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** What the thread does. */
    private final class Turns implements Runnable {
        private final EpollWaiter epoll;
        private final Map<Family, IcmpSocket> sockets = new EnumMap<>(Family.class);
        private final Map<Integer, Pending> pending = new HashMap<>();
        private final byte[] octets = new byte[BUFFER_BYTES];
        private int lastSequence;

        Turns(EpollWaiter epoll) {
            this.epoll = epoll;
        }

        @Override
        public void run() {
            while (!isClosed()) {
                epoll.await(nextDeadline());
                sockets.forEach(this::hear);
                expire(System.nanoTime());
                for (Request next = requests.poll(); next != null; next = requests.poll()) {
                    start(next);
                }
            }
            sockets.values().forEach(IcmpSocket::close);
            synchronized (IcmpSockets.this) {
                epoll.close();
                pending.values().forEach(one -> one.request().result().complete(new Echo.Unanswered()));
                requests.forEach(one -> one.result().complete(new Echo.Unanswered()));
            }
        }

        private long nextDeadline() {
            long next = Long.MAX_VALUE;
            for (Pending one : pending.values()) {
                next = next == Long.MAX_VALUE || one.request().deadlineNanos() - next < 0
                        ? one.request().deadlineNanos()
                        : next;
            }
            return next;
        }

        private void expire(long nowNanos) {
            pending.values().removeIf(one -> {
                boolean over = one.request().deadlineNanos() - nowNanos <= 0;
                if (over) {
                    one.request().result().complete(new Echo.Unanswered());
                }
                return over;
            });
        }

        private void start(Request request) {
            if (pending.size() >= MOST_PENDING) {
                request.result().complete(new Echo.Refused(MOST_PENDING + " requests wait for answers already"));
                return;
            }
            do {
                lastSequence = lastSequence + 1 & 0xffff;
            } while (pending.containsKey(lastSequence));
            Family family = request.target() instanceof Inet6Address ? Family.IPV6 : Family.IPV4;
            long cookie = cookieSeed + lastSequence;
            var sent = new Pending(request, System.nanoTime(), cookie);
            try {
                IcmpSocket socket = socket(family);
                // Before it is sent: over the loopback the reply is there when the call returns.
                pending.put(lastSequence, sent);
                socket.send(request.target(), IcmpEcho.request(family, identifier, lastSequence, cookie));
            } catch (NativeException e) {
                pending.remove(lastSequence);
                request.result().complete(new Echo.Refused(reason(e)));
            }
        }

        private IcmpSocket socket(Family family) {
            IcmpSocket open = sockets.get(family);
            if (open == null) {
                open = new IcmpSocket(family, identifier);
                epoll.register(open.fd());
                sockets.put(family, open);
            }
            return open;
        }

        private void hear(Family family, IcmpSocket socket) {
            for (int i = 0; i < MOST_HEARD; i++) {
                int length = socket.receive(octets);
                if (length < 0) {
                    return;
                }
                IcmpEcho.read(family, octets, length, identifier).ifPresent(this::heard);
            }
        }

        private void heard(IcmpEcho.Heard heard) {
            Pending asked = pending.get(heard.sequence());
            if (asked == null) {
                return;
            }
            switch (heard) {
                case IcmpEcho.Heard.Reply reply -> {
                    if (reply.cookie() == asked.cookie()) {
                        pending.remove(heard.sequence());
                        asked.request().result().complete(new Echo.Replied(System.nanoTime() - asked.sentNanos()));
                    }
                }
                case IcmpEcho.Heard.Undeliverable(var sequence, var reason) -> {
                    pending.remove(sequence);
                    asked.request().result().complete(new Echo.Refused(reason));
                }
            }
        }

        private static String reason(NativeException failure) {
            return switch (failure.error()) {
                case "ENETUNREACH", "EHOSTUNREACH", "EADDRNOTAVAIL" -> "this node has no route to it";
                case "EPERM", "EACCES" -> "this process may not: " + failure.getMessage();
                default -> failure.getMessage();
            };
        }
    }
}
