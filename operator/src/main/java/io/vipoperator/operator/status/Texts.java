package io.vipoperator.operator.status;

/** Keeps texts within what the schema allows: a report that is too long must not cost the whole status. Stateless. */
final class Texts {
    /** Of a row's message. */
    static final int ROW = 1024;
    /** Of a condition's message. */
    static final int CONDITION = 32_768;

    private Texts() {}

    /** May be null. */
    static String bounded(String text, int longest) {
        return text == null || text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
    }
}
