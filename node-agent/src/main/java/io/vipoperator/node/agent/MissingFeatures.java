package io.vipoperator.node.agent;

import io.vipoperator.api.v1alpha1.AddressMode;
import io.vipoperator.api.v1alpha1.Announcement;
import io.vipoperator.api.v1alpha1.AnnouncementForm;
import io.vipoperator.api.v1alpha1.AuthenticationType;
import io.vipoperator.api.v1alpha1.Checksum;
import io.vipoperator.api.v1alpha1.EffectType;
import io.vipoperator.api.v1alpha1.Family;
import io.vipoperator.api.v1alpha1.InterfaceRuleType;
import io.vipoperator.api.v1alpha1.LinkLocalMode;
import io.vipoperator.api.v1alpha1.NamedEffect;
import io.vipoperator.api.v1alpha1.PreemptionMode;
import io.vipoperator.api.v1alpha1.RouterSpec;
import io.vipoperator.api.v1alpha1.Switch;
import io.vipoperator.api.v1alpha1.TransportType;
import io.vipoperator.api.v1alpha1.VrrpVersion;
import java.util.ArrayList;
import java.util.List;

/**
 * What a router asks for and this version can't do. Such a router stands in Fault with reason Unsupported and this list
 * in its message, while the others run. Pure.
 */
final class MissingFeatures {
    private final List<String> missing = new ArrayList<>();

    private MissingFeatures() {}

    /** The fields, each with what it asks for, in the order of the schema. */
    static List<String> of(RouterSpec router) {
        MissingFeatures features = new MissingFeatures();
        features.collect(router);
        return List.copyOf(features.missing);
    }

    private void collect(RouterSpec router) {
        recognized(router.family(), "family", Family.Unrecognized);
        if (router.interfaceRule() != null) {
            recognized(router.interfaceRule().type(), "interface.type", InterfaceRuleType.Unrecognized);
        }
        recognized(router.addressMode(), "addressMode", AddressMode.Unrecognized);
        recognized(router.prefixRoute(), "prefixRoute", Switch.Unrecognized);
        recognized(router.deadManSwitch(), "deadManSwitch", Switch.Unrecognized);
        recognized(router.version(), "version", VrrpVersion.Unrecognized);
        if (router.preemption() != null) {
            recognized(router.preemption().mode(), "preemption.mode", PreemptionMode.Unrecognized);
        }
        if (router.transport() != null) {
            recognized(router.transport().type(), "transport.type", TransportType.Unrecognized);
        }
        recognized(router.linkLocal(), "linkLocal", LinkLocalMode.Unrecognized);
        if (router.authentication() != null) {
            recognized(router.authentication().type(), "authentication.type", AuthenticationType.Unrecognized);
        }
        recognized(router.checksum(), "checksum", Checksum.Unrecognized);
        recognized(router.virtualMAC(), "virtualMAC", Switch.Unrecognized);
        Announcement announcement = router.announcement();
        if (announcement != null) {
            recognized(announcement.form(), "announcement.form", AnnouncementForm.Unrecognized);
        }
        effects(router.trackInterfaces(), "trackInterfaces");
        effects(router.healthChecks(), "healthChecks");
        if (router.requires() != null) {
            router.requires().stream()
                    .filter(feature -> feature != null && !Features.isKnown(feature))
                    .forEach(feature -> missing.add("requires " + feature));
        }
    }

    private void effects(List<NamedEffect> effects, String field) {
        if (effects == null) {
            return;
        }
        for (int i = 0; i < effects.size(); i++) {
            NamedEffect tracked = effects.get(i);
            if (tracked != null && tracked.effect() != null) {
                recognized(tracked.effect().type(), field + "[" + i + "].effect.type", EffectType.Unrecognized);
            }
        }
    }

    private <E extends Enum<E>> void recognized(E value, String field, E unrecognized) {
        if (value == unrecognized) {
            missing.add(field + " with a value that this version does not know");
        }
    }
}
