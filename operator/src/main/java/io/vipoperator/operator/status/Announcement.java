package io.vipoperator.operator.status;

/**
 * Something to be told as an Event.
 *
 * @param vip the VirtualIP's name
 * @param uid of the VirtualIP
 * @param warning or else normal
 * @param reason one word
 * @param action what was done, one word
 * @param note for people
 */
public record Announcement(String vip, String uid, boolean warning, String reason, String action, String note) {}
