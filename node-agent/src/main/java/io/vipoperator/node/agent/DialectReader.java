package io.vipoperator.node.agent;

import io.vipoperator.api.v1alpha1.Checksum;
import io.vipoperator.api.v1alpha1.Family;
import io.vipoperator.api.v1alpha1.RouterSpec;
import io.vipoperator.api.v1alpha1.Switch;
import io.vipoperator.api.v1alpha1.VrrpVersion;
import io.vipoperator.node.loop.Authentication;
import io.vipoperator.node.loop.Dialect;
import io.vipoperator.node.wire.ChecksumForm;
import java.util.concurrent.TimeUnit;

/** Reads how a router speaks, but for the keys. Pure; for one router. */
final class DialectReader {
    private static final int DEFAULT_MILLISECONDS = 100;
    /** Version 2 counts in seconds (RFC 3768 section 5.3.7). */
    private static final int DEFAULT_MILLISECONDS_V2 = 1000;

    private final RouterSpec router;
    private final Fields fields;

    DialectReader(RouterSpec router, Fields fields) {
        this.router = router;
        this.fields = fields;
    }

    /** With that authentication. */
    Dialect read(Authentication authentication) {
        VrrpVersion version = router.version() == null ? VrrpVersion.V3 : router.version();
        if (version == VrrpVersion.V2 && router.family() == Family.IPv6) {
            fields.wrong("version", "V2", "must be V3 with IPv6: VRRP version 2 has no IPv6");
        }
        return new Dialect(
                version == VrrpVersion.V2 ? 2 : 3,
                TimeUnit.MILLISECONDS.toNanos(intervalMilliseconds(version)),
                router.checksum() == Checksum.MessageOnly ? ChecksumForm.MESSAGE_ONLY : ChecksumForm.PSEUDO_HEADER,
                new TransportReader(router.family(), fields.in("transport")).read(router.transport()),
                authentication,
                router.virtualMAC() == Switch.Enabled);
    }

    private int intervalMilliseconds(VrrpVersion version) {
        Integer interval = router.advertisementIntervalMilliseconds();
        String field = "advertisementIntervalMilliseconds";
        return switch (version) {
            case V2 -> {
                if (interval == null) {
                    yield DEFAULT_MILLISECONDS_V2;
                }
                if (interval < 1000 || interval > 255_000 || interval % 1000 != 0) {
                    fields.wrong(field, interval, "must be 1000 to 255000 in steps of 1000 with V2");
                    yield DEFAULT_MILLISECONDS_V2;
                }
                yield interval;
            }
            case V3 -> {
                if (interval == null) {
                    yield DEFAULT_MILLISECONDS;
                }
                if (interval < 10 || interval > 40_950 || interval % 10 != 0) {
                    fields.wrong(field, interval, "must be 10 to 40950 in steps of 10");
                    yield DEFAULT_MILLISECONDS;
                }
                yield interval;
            }
            // A missing feature: nobody knows here what its intervals are.
            case Unrecognized -> DEFAULT_MILLISECONDS;
        };
    }
}
