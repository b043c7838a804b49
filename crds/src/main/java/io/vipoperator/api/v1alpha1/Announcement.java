package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * How a claimed address is announced to the neighbours.
 *
 * @param count frames per burst and address, 1..100; absent means 5
 * @param intervalMilliseconds between the frames of a burst; absent means 200
 * @param repeatAfterSeconds after which the burst is sent a second time, 0 = never; absent means 5
 * @param refreshSeconds between single announcements while Active, 0 = never; absent means 60
 * @param form absent means {@link AnnouncementForm#Both}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Announcement(
        Integer count,
        Integer intervalMilliseconds,
        Integer repeatAfterSeconds,
        Integer refreshSeconds,
        AnnouncementForm form) {}
