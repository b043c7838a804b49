package io.vipoperator.node.loop;

/**
 * Something that happened to a router and should be said.
 *
 * @param reason one word
 * @param message for people
 * @param count how often
 * @param atNanos when last, on the loop's clock
 */
public record IncidentReport(String reason, String message, int count, long atNanos) {}
