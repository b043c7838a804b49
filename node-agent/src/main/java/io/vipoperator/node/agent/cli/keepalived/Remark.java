package io.vipoperator.node.agent.cli.keepalived;

/**
 * Something that isn't expressed, or not as it stands.
 *
 * @param place where it stands
 * @param option what it is about, as it is written
 * @param text why, and what to do instead
 */
public record Remark(Place place, String option, String text) {
    @Override
    public String toString() {
        return place + ": " + option + ": " + text;
    }
}
