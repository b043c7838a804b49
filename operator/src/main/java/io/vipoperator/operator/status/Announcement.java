package io.vipoperator.operator.status;

/**
 * Something to be told as an Event.
 *
 * @param kind of the object: VirtualIP or HealthCheck
 * @param name of the object
 * @param uid of the object
 * @param warning or else normal
 * @param reason one word
 * @param action what was done, one word
 * @param note for people
 */
public record Announcement(
        String kind, String name, String uid, boolean warning, String reason, String action, String note) {
    /** About a VirtualIP. */
    public Announcement(String name, String uid, boolean warning, String reason, String action, String note) {
        this("VirtualIP", name, uid, warning, reason, action, note);
    }
}
