package io.vipoperator.node.loop;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was asked of the kernel for each router, and which answers are still to come. While a release is unanswered, what
 * comes about a router's addresses may be old news: it isn't believed, and if the addresses were claimed again meanwhile,
 * they are asked for once more when the release is answered. Nor is the answer to a plan believed that isn't the last one:
 * the last one's is still to come. All questions may be asked twice. The loop's thread only.
 */
final class Claims {
    private record Claim(int interfaceIndex, Optional<InstallPlan> plan, int unansweredReleases, boolean doubtful) {
        static final Claim NONE = new Claim(Router.NO_INTERFACE, Optional.empty(), 0, false);
    }

    private final Kernel kernel;
    private final Map<RouterKey, Claim> claims = new LinkedHashMap<>();
    private int unansweredReleases;

    Claims(Kernel kernel) {
        this.kernel = kernel;
    }

    void hold(RouterKey router, int interfaceIndex, InstallPlan plan) {
        Claim before = claims.getOrDefault(router, Claim.NONE);
        claims.put(router, new Claim(interfaceIndex, Optional.of(plan), before.unansweredReleases(), false));
        kernel.hold(router, interfaceIndex, plan);
    }

    /** Takes the addresses off, if they were asked for. */
    void release(RouterKey router) {
        Claim before = claims.getOrDefault(router, Claim.NONE);
        if (before.plan().isEmpty()) {
            return;
        }
        claims.put(router, new Claim(Router.NO_INTERFACE, Optional.empty(), before.unansweredReleases() + 1, false));
        unansweredReleases++;
        kernel.release(router);
    }

    /** The kernel has answered a release. */
    void released(RouterKey router) {
        Claim before = claims.getOrDefault(router, Claim.NONE);
        if (before.unansweredReleases() == 0) {
            return;
        }
        unansweredReleases--;
        Claim after =
                new Claim(before.interfaceIndex(), before.plan(), before.unansweredReleases() - 1, before.doubtful());
        claims.put(router, after);
        if (after.unansweredReleases() == 0) {
            allReleased(router, after);
        }
    }

    private void allReleased(RouterKey router, Claim claim) {
        if (claim.plan().isEmpty()) {
            claims.remove(router);
        } else if (claim.doubtful()) {
            hold(router, claim.interfaceIndex(), claim.plan().get());
        }
    }

    /** Something was said about the router's addresses that may be old news. */
    void doubt(RouterKey router) {
        Claim claim = claims.getOrDefault(router, Claim.NONE);
        if (claim.plan().isPresent()) {
            claims.put(router, new Claim(claim.interfaceIndex(), claim.plan(), claim.unansweredReleases(), true));
        }
    }

    /** Whether the kernel's answer to that plan answers the last question. */
    boolean isCurrent(RouterKey router, InstallPlan answered) {
        return isHolding(router) && plan(router).filter(answered::equals).isPresent();
    }

    /** Whether the router's addresses were asked for, and nothing that is older than that can still be said of them. */
    boolean isHolding(RouterKey router) {
        Claim claim = claims.getOrDefault(router, Claim.NONE);
        return claim.plan().isPresent() && claim.unansweredReleases() == 0;
    }

    /** What the router was to hold at last. */
    Optional<InstallPlan> plan(RouterKey router) {
        return claims.getOrDefault(router, Claim.NONE).plan();
    }

    boolean isReleasing(RouterKey router) {
        return claims.getOrDefault(router, Claim.NONE).unansweredReleases() > 0;
    }

    boolean anyReleasing() {
        return unansweredReleases > 0;
    }

    /** Answers were lost: asks for each router once more. */
    void askAgain() {
        unansweredReleases = 0;
        for (Map.Entry<RouterKey, Claim> entry : claims.entrySet()) {
            Claim claim = entry.getValue();
            if (claim.plan().isPresent()) {
                entry.setValue(new Claim(claim.interfaceIndex(), claim.plan(), 0, false));
                kernel.hold(entry.getKey(), claim.interfaceIndex(), claim.plan().get());
            } else {
                entry.setValue(new Claim(claim.interfaceIndex(), claim.plan(), 1, false));
                unansweredReleases++;
                kernel.release(entry.getKey());
            }
        }
    }
}
