package io.vipoperator.node.loop;

import io.vipoperator.node.wire.Credential;
import io.vipoperator.node.wire.Decoded;
import java.util.Optional;

/** What one router keeps about those that it hears: its policy, their sequence numbers, what was said about them. The loop's thread only. */
final class Incoming {
    final ReplayMarks marks = new ReplayMarks();
    final Complaints complaints = new Complaints();
    private Optional<RouterSetup> policyOf = Optional.empty();
    private Optional<RouterPolicy> policy = Optional.empty();

    /** By that setup; kept, since it is asked for with each packet. */
    RouterPolicy policy(RouterSetup setup) {
        if (policyOf.filter(setup::equals).isEmpty()) {
            policyOf = Optional.of(setup);
            policy = Optional.of(RouterPolicy.of(setup));
        }
        return policy.orElseThrow();
    }

    /** A packet is heeded: what its signer said before is old from now on. */
    void heeded(RouterPolicy of, Decoded.Accepted packet) {
        if (packet.credential() instanceof Credential.Trailer(var message)) {
            marks.raise(packet.source(), message.sequence(), of.minimumTtls().size());
        }
    }
}
