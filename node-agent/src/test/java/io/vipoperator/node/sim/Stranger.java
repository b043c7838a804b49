package io.vipoperator.node.sim;

import io.vipoperator.node.loop.Authentication;
import io.vipoperator.node.vrrp.Advertisement;
import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.wire.AuthenticationKey;
import io.vipoperator.node.wire.ChecksumForm;
import io.vipoperator.node.wire.HmacTrailer;
import io.vipoperator.node.wire.SequenceNumber;
import io.vipoperator.node.wire.VrrpCodec;
import io.vipoperator.node.wire.VrrpMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** A host in the segment that is no node: a foreign router, or somebody who forges. */
final class Stranger {
    static final int PRIORITY = 254;
    private static final int HOST = 200;
    private static final long EPOCH_SECONDS = 1_800_000_000L;

    private final Simulation simulation;
    private final SimVip vip;
    private final Family family;
    private boolean speaking;

    Stranger(Simulation simulation, SimVip vip, Family family) {
        this.simulation = simulation;
        this.vip = vip;
        this.family = family;
    }

    /** Is Active for that family with the best priority, as a router that has the same VRID by mistake. */
    void speakFor(double millis) {
        simulation
                .schedule()
                .note("a foreign router speaks for " + vip.name() + "/" + family + " for " + millis + " ms");
        speaking = true;
        simulation.schedule().after(Millis.of(millis), () -> speaking = false);
        speak();
    }

    private void speak() {
        if (speaking) {
            send(message(PRIORITY));
            simulation.schedule().after(Millis.of(interval()), this::speak);
        }
    }

    /** Without what proves the sender, with a key that nobody has, from an hour ago, and what somebody else has just said. */
    void forge(int priority) {
        simulation.schedule().note("somebody forges " + priority + " for " + vip.name() + "/" + family);
        send(message(priority));
        send(sign(message(priority), new AuthenticationKey(1, "nobody's".getBytes(StandardCharsets.US_ASCII)), 0));
        send(sign(message(priority), RandomVips.key(9), 0));
        if (vip.authentication() instanceof Authentication.Hmac hmac) {
            send(sign(message(priority), hmac.keys().get(0), 3_600));
        }
        for (SimNode node : simulation.nodes()) {
            // What somebody has said for a virtual router without authentication would be believed, and rightly.
            simulation.segments().get(vip.nic()).captured().filter(this::isOurs).ifPresent(message -> {
                IpAddress source = sourceOf(node.id());
                if (source.family() == family) {
                    simulation
                            .segments()
                            .get(vip.nic())
                            .sendFromOutside(HOST, source, VrrpCodec.group(family), message);
                }
            });
        }
    }

    private boolean isOurs(byte[] message) {
        return (message[1] & 0xff) == vip.virtualRouterID();
    }

    private byte[] sign(byte[] message, AuthenticationKey key, long secondsAgo) {
        long epochNanos = (EPOCH_SECONDS - secondsAgo) * 1_000_000_000L
                + simulation.schedule().nowNanos();
        return HmacTrailer.sign(message, source(), key, SequenceNumber.at(epochNanos));
    }

    private byte[] message(int priority) {
        return VrrpMessage.of(
                new Advertisement(
                        vip.version(),
                        vip.virtualRouterID(),
                        priority,
                        Millis.of(interval()),
                        List.of(vip.addresses().stream()
                                .filter(one -> one.family() == family)
                                .findFirst()
                                .orElseThrow())),
                Optional.empty());
    }

    private void send(byte[] message) {
        IpAddress group = VrrpCodec.group(family);
        simulation
                .segments()
                .get(vip.nic())
                .sendFromOutside(
                        HOST,
                        source(),
                        group,
                        VrrpMessage.checksummed(message, source(), group, ChecksumForm.PSEUDO_HEADER));
    }

    private double interval() {
        return vip.slowestIntervalMillis();
    }

    private IpAddress source() {
        return sourceOf(HOST);
    }

    private IpAddress sourceOf(int host) {
        return family == Family.IPV4 ? Addressing.ipv4(vip.nic(), host) : Addressing.linkLocal(vip.nic(), host);
    }
}
