package io.vipoperator.node.net;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A socket for rtnetlink. Either for requests and dumps, which wait for the RTNL lock, or for watching, which doesn't.
 * Owned by the netlink thread.
 */
final class Rtnetlink implements AutoCloseable {
    /** The kernel fills what a reader has room for; this is more than one message can be (IFLA_VFINFO_LIST is not asked for). */
    private static final int BUFFER_BYTES = 64 * 1024;

    /** Requests in one sendmsg: below the send buffer, and their answers below the receive buffer. */
    private static final int BATCH = BUFFER_BYTES / NetlinkRequest.MAX_BYTES;

    private static final int RECEIVE_BYTES = 2 << 20;
    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int SOCK_NONBLOCK = 0x800;
    private static final int NETLINK_ROUTE = 0;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVTIMEO = 20;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int SOL_NETLINK = 270;
    private static final int NETLINK_CAP_ACK = 10;
    private static final int NETLINK_EXT_ACK = 11;
    private static final int NETLINK_GET_STRICT_CHK = 12;
    private static final int SOCKADDR_NL_BYTES = 12;
    private static final int NLM_F_REQUEST_DUMP = 0x301;
    private static final int ANSWER_SECONDS = 10;
    private static final int DUMP_ATTEMPTS = 8;
    /** AF_INET, AF_INET6. */
    private static final byte[] FAMILIES = {2, 10};

    private final int fd;
    private final Block buffer = new Block(BUFFER_BYTES);
    private final Block sender = new Block(SOCKADDR_NL_BYTES);
    private final Block senderLength = new Block(4);
    private int sequence;

    private Rtnetlink(int nonBlocking, int groups) {
        fd = (int) Errno.call(
                "socket(AF_NETLINK)", () -> Libc.socket(AF_NETLINK, SOCK_RAW_CLOEXEC | nonBlocking, NETLINK_ROUTE));
        set(SOL_SOCKET, SO_RCVBUFFORCE, Block.ofInts(RECEIVE_BYTES));
        set(SOL_NETLINK, NETLINK_CAP_ACK, Block.ofInts(1));
        set(SOL_NETLINK, NETLINK_EXT_ACK, Block.ofInts(1));
        set(SOL_NETLINK, NETLINK_GET_STRICT_CHK, Block.ofInts(1));
        var timeout = new Block(16);
        timeout.bytes().putLong(0, ANSWER_SECONDS);
        set(SOL_SOCKET, SO_RCVTIMEO, timeout);
        var address = Block.ofInts(AF_NETLINK, 0, groups);
        Errno.call("bind(AF_NETLINK)", () -> Libc.bind(fd, address.address(), SOCKADDR_NL_BYTES));
    }

    /** For requests and dumps. */
    static Rtnetlink forRequests() {
        return new Rtnetlink(0, 0);
    }

    /** Tells of links, and of addresses and routes of both families (RTMGRP_LINK, _IPV4_IFADDR, _IPV4_ROUTE, _IPV6_ likewise). */
    static Rtnetlink forWatching() {
        return new Rtnetlink(SOCK_NONBLOCK, 0x1 | 0x10 | 0x40 | 0x100 | 0x400);
    }

    private void set(int level, int option, Block value) {
        Errno.call(
                "setsockopt of a netlink socket",
                () -> Libc.setsockopt(fd, level, option, value.address(), value.sizeBytes()));
    }

    int fd() {
        return fd;
    }

    /**
     * Carries out the requests in order, as many as possible in one sendmsg.
     *
     * @return the answer to each, in order
     * @throws NativeException if the kernel gives no answer
     */
    List<NetlinkMessage.Ack> carryOut(List<? extends NetlinkRequest> requests) {
        var answers = new ArrayList<NetlinkMessage.Ack>();
        for (int from = 0; from < requests.size(); from += BATCH) {
            answers.addAll(carryOutBatch(requests.subList(from, Math.min(requests.size(), from + BATCH)), told -> {}));
        }
        return answers;
    }

    /** Whether what comes for that address on its NIC is delivered on this node. */
    boolean delivers(AddressKey key) {
        var routes = new ArrayList<NetlinkMessage>();
        carryOutBatch(List.of(new RouteLookup(key)), routes::add);
        return routes.stream().anyMatch(NetlinkMessage.LocalRoute.class::isInstance);
    }

    private List<NetlinkMessage.Ack> carryOutBatch(
            List<? extends NetlinkRequest> batch, Consumer<NetlinkMessage> told) {
        int first = sequence + 1;
        ByteBuffer out = buffer.bytes();
        out.clear();
        for (var request : batch) {
            sequence++;
            request.write(out, sequence);
        }
        send(out.position());
        Map<Integer, NetlinkMessage.Ack> answers = new HashMap<>();
        while (answers.size() < batch.size()) {
            receive(message -> {
                if (message instanceof NetlinkMessage.Ack ack && ack.sequence() - first >= 0) {
                    answers.put(ack.sequence(), ack);
                } else {
                    told.accept(message);
                }
            });
        }
        var inOrder = new ArrayList<NetlinkMessage.Ack>();
        for (int i = first; i <= sequence; i++) {
            inOrder.add(answers.get(i));
        }
        return inOrder;
    }

    /** All NICs. */
    List<NetlinkMessage.Link> links(Runnable betweenChunks) {
        // struct ifinfomsg, and IFLA_EXT_MASK with RTEXT_FILTER_SKIP_STATS.
        return dump(
                18,
                16,
                body -> body.putShort((short) 8).putShort((short) 29).putInt(8),
                betweenChunks,
                message -> message instanceof NetlinkMessage.Link link ? link : null);
    }

    /** All addresses: family by family, NIC by NIC, in the kernel's order. */
    List<NetlinkMessage.Address> addresses(Runnable betweenChunks) {
        var all = new ArrayList<NetlinkMessage.Address>();
        for (byte family : FAMILIES) {
            all.addAll(dump(
                    22,
                    8,
                    body -> body.put(body.position() - 8, family),
                    betweenChunks,
                    message -> message instanceof NetlinkMessage.Address address ? address : null));
        }
        return all;
    }

    /** All default routes of the main table. */
    List<NetlinkMessage.DefaultRoute> defaultRoutes(Runnable betweenChunks) {
        var all = new ArrayList<NetlinkMessage.DefaultRoute>();
        for (byte family : FAMILIES) {
            all.addAll(defaultRoutes(family, betweenChunks));
        }
        return all;
    }

    private List<NetlinkMessage.DefaultRoute> defaultRoutes(byte family, Runnable betweenChunks) {
        try {
            return dump(
                    26,
                    12,
                    body -> body.put(body.position() - 12, family).put(body.position() - 8, (byte) 254),
                    betweenChunks,
                    message -> message instanceof NetlinkMessage.DefaultRoute route ? route : null);
        } catch (NativeException e) {
            if (e.is(Errno.ENOENT)) {
                // There has never been a route in that table.
                return List.of();
            }
            throw e;
        }
    }

    /** A dump takes a call, and perhaps the RTNL lock, per chunk: in between there is time for what is due. */
    private <T> List<T> dump(
            int type,
            int bodyBytes,
            Consumer<ByteBuffer> completeBody,
            Runnable betweenChunks,
            Function<NetlinkMessage, T> choose) {
        List<T> found = List.of();
        for (int attempt = 0; attempt < DUMP_ATTEMPTS; attempt++) {
            var result = new ArrayList<T>();
            if (dumpOnce(type, bodyBytes, completeBody, betweenChunks, message -> {
                T chosen = choose.apply(message);
                if (chosen != null) {
                    result.add(chosen);
                }
            })) {
                return result;
            }
            found = result;
        }
        // Something changes all the time. What was missed comes as a message to the watching socket.
        return found;
    }

    /** False if it was interrupted. */
    private boolean dumpOnce(
            int type,
            int bodyBytes,
            Consumer<ByteBuffer> completeBody,
            Runnable betweenChunks,
            Consumer<NetlinkMessage> consumer) {
        sequence++;
        ByteBuffer out = buffer.bytes();
        out.clear();
        out.putInt(0)
                .putShort((short) type)
                .putShort((short) NLM_F_REQUEST_DUMP)
                .putInt(sequence)
                .putInt(0);
        out.put(new byte[bodyBytes]);
        completeBody.accept(out);
        out.putInt(0, out.position());
        send(out.position());
        var end = new Object() {
            boolean done;
            boolean whole = true;
        };
        while (!end.done) {
            receive(message -> {
                switch (message) {
                    case NetlinkMessage.Done done -> {
                        end.done = true;
                        failOn(done.error());
                    }
                    case NetlinkMessage.Ack ack -> {
                        end.done = true;
                        failOn(ack.error());
                    }
                    case NetlinkMessage.Interrupted ignored -> end.whole = false;
                    case NetlinkMessage.Link link -> consumer.accept(link);
                    case NetlinkMessage.Address address -> consumer.accept(address);
                    case NetlinkMessage.DefaultRoute route -> consumer.accept(route);
                    case NetlinkMessage.LocalRoute ignored -> {}
                }
            });
            betweenChunks.run();
        }
        return end.whole;
    }

    private static void failOn(int error) {
        if (error != 0) {
            throw new NativeException("netlink dump", new Errno(error));
        }
    }

    private void send(int length) {
        Errno.call("sendto(AF_NETLINK)", () -> Libc.sendto(fd, buffer.address(), length, 0, 0, 0));
    }

    /**
     * Hands over everything that has arrived, on a watching socket.
     *
     * @throws NativeException ENOBUFS if something was lost
     */
    void drain(Consumer<NetlinkMessage> consumer) {
        boolean more = true;
        while (more) {
            more = receiveOnce(consumer);
        }
    }

    private void receive(Consumer<NetlinkMessage> consumer) {
        if (!receiveOnce(consumer)) {
            throw new NativeException("recvfrom(AF_NETLINK)", new Errno(110));
        }
    }

    private boolean receiveOnce(Consumer<NetlinkMessage> consumer) {
        senderLength.bytes().putInt(0, SOCKADDR_NL_BYTES);
        long length = Errno.call(
                "recvfrom(AF_NETLINK)",
                () -> Libc.recvfrom(fd, buffer.address(), BUFFER_BYTES, 0, sender.address(), senderLength.address()));
        if (length == Errno.WOULD_BLOCK) {
            return false;
        }
        boolean fromKernel = sender.bytes().getInt(4) == 0;
        if (fromKernel) {
            buffer.bytes().clear().limit((int) length);
            NetlinkMessages.parse(buffer.bytes()).forEach(consumer);
        }
        return true;
    }

    @Override
    public void close() {
        Errno.close(fd);
    }
}
