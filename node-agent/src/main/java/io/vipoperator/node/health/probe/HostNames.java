package io.vipoperator.node.health.probe;

import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds the address of a host without a thread that waits: /etc/hosts and the name servers of /etc/resolv.conf are asked by
 * datagrams, and answers are kept for as long as they say, at most half a minute. A name that many checks ask for at once is
 * asked once. Lives on the loop's thread; asks nothing before the first name that is no address.
 */
final class HostNames {
    private static final int LONGEST_KEPT_SECONDS = 30;
    private static final long QUERY_MILLISECONDS = 2_000;

    private final EventLoop events;
    private final DnsServerAddressStreamProvider servers;
    private final Map<String, Future<InetAddress>> underWay = new HashMap<>();
    private DnsNameResolver resolver;

    HostNames(EventLoop events, DnsServerAddressStreamProvider servers) {
        this.events = events;
        this.servers = servers;
    }

    /** Whether it is written as an address. */
    static boolean isAddress(String host) {
        return NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
    }

    /** Its address, IPv4 before IPv6; failed with an {@link UnknownHostException}, among others, where there is none. */
    Future<InetAddress> find(String host) {
        if (isAddress(host)) {
            try {
                // Of an address this asks nobody.
                return events.newSucceededFuture(InetAddress.getByName(host));
            } catch (UnknownHostException e) {
                // The zone of a link-local address is no device of this node.
                return events.newFailedFuture(e);
            }
        }
        Future<InetAddress> same = underWay.get(host);
        if (same != null) {
            return same;
        }
        Future<InetAddress> asked = resolver().resolve(host);
        if (!asked.isDone()) {
            underWay.put(host, asked);
            asked.addListener(done -> underWay.remove(host));
        }
        return asked;
    }

    private DnsNameResolver resolver() {
        if (resolver == null) {
            resolver = new DnsNameResolverBuilder(events)
                    .datagramChannelType(NioDatagramChannel.class)
                    .socketChannelType(NioSocketChannel.class)
                    .nameServerProvider(servers)
                    .ttl(0, LONGEST_KEPT_SECONDS)
                    .queryTimeoutMillis(QUERY_MILLISECONDS)
                    .build();
        }
        return resolver;
    }
}
