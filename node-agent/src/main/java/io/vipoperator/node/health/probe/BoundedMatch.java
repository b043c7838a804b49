package io.vipoperator.node.health.probe;

import java.util.regex.Pattern;

/**
 * Looks for a regular expression with a bound on the work: some expressions take longer than the age of the universe on a few
 * dozen characters, and the server chooses the text. Pure.
 */
final class BoundedMatch {
    private static final long STEPS = 100_000;
    private static final long STEPS_PER_CHARACTER = 8;

    private BoundedMatch() {}

    /** What came of it. */
    enum Outcome {
        FOUND,
        ABSENT,
        /** More steps, or a deeper nesting, than it may take. */
        TOO_MUCH
    }

    /** Whether the pattern is found anywhere in the text. */
    static Outcome find(Pattern pattern, String text) {
        try {
            return pattern.matcher(new Counted(text, STEPS + STEPS_PER_CHARACTER * text.length()))
                            .find()
                    ? Outcome.FOUND
                    : Outcome.ABSENT;
        } catch (TooMuch | StackOverflowError e) {
            return Outcome.TOO_MUCH;
        }
    }

    /** Every step of the matcher reads a character, and is counted here. */
    private static final class Counted implements CharSequence {
        private final String text;
        private long left;

        Counted(String text, long steps) {
            this.text = text;
            this.left = steps;
        }

        @Override
        public char charAt(int index) {
            if (--left < 0) {
                throw new TooMuch();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private static final class TooMuch extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooMuch() {
            super(null, null, false, false);
        }
    }
}
