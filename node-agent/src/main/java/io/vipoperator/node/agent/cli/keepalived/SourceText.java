package io.vipoperator.node.agent.cli.keepalived;

/**
 * A file.
 *
 * @param name as the user knows it
 * @param text its content
 */
public record SourceText(String name, String text) {}
