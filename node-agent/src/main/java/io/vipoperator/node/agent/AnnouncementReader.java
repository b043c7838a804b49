package io.vipoperator.node.agent;

import io.vipoperator.api.v1alpha1.Announcement;
import io.vipoperator.node.loop.AnnouncementForm;
import io.vipoperator.node.vrrp.AnnouncementPlan;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Reads how claimed addresses are announced. Pure; for one router. */
final class AnnouncementReader {
    private static final Announcement DEFAULTS = new Announcement(null, null, null, null, null);

    private final Announcement announcement;
    private final Fields fields;

    /**
     * A reader of one announcement.
     *
     * @param announcement may be null
     * @param fields of it
     */
    AnnouncementReader(Announcement announcement, Fields fields) {
        this.announcement = announcement == null ? DEFAULTS : announcement;
        this.fields = fields;
    }

    AnnouncementPlan plan() {
        int count = fields.number("count", announcement.count(), Optional.of(5), 1, 100);
        int interval =
                fields.number("intervalMilliseconds", announcement.intervalMilliseconds(), Optional.of(200), 1, 10_000);
        int repeat = fields.number("repeatAfterSeconds", announcement.repeatAfterSeconds(), Optional.of(5), 0, 3600);
        int refresh = fields.number("refreshSeconds", announcement.refreshSeconds(), Optional.of(60), 0, 86_400);
        return new AnnouncementPlan(
                count,
                TimeUnit.MILLISECONDS.toNanos(interval),
                TimeUnit.SECONDS.toNanos(repeat),
                TimeUnit.SECONDS.toNanos(refresh));
    }

    AnnouncementForm form() {
        if (announcement.form() == null) {
            return AnnouncementForm.BOTH;
        }
        return switch (announcement.form()) {
            case Request -> AnnouncementForm.REQUEST;
            case Reply -> AnnouncementForm.REPLY;
            case Both, Unrecognized -> AnnouncementForm.BOTH;
        };
    }
}
