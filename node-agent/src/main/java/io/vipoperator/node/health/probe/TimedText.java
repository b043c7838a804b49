package io.vipoperator.node.health.probe;

/**
 * A text that can't be read any more after a moment: ends a regular expression that would backtrack for hours.
 *
 * @param deadlineNanos by {@link System#nanoTime}
 */
record TimedText(CharSequence text, long deadlineNanos) implements CharSequence {
    /** The pattern took too long on that text. */
    static final class TooLongException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLongException() {
            super("the pattern took too long");
        }
    }

    @Override
    public char charAt(int index) {
        if (System.nanoTime() - deadlineNanos > 0) {
            throw new TooLongException();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new TimedText(text.subSequence(start, end), deadlineNanos);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
