package io.vipoperator.e2e;

import java.util.function.Supplier;

/**
 * What all tests of this JVM share and is dear to make: made at the first call. If that fails it is tried once more, for the next test that
 * asks: one bad moment must not fail all tests, and something that can't work must not be waited for by each. Used from any thread.
 */
public final class Shared<T> {

    private final Supplier<T> maker;
    private T made;
    private RuntimeException failure;
    private int attempts;

    /** @param maker can be asked again after it failed */
    public Shared(Supplier<T> maker) {
        this.maker = maker;
    }

    /** The one; throws what made it impossible. */
    public synchronized T get() {
        if (made == null && attempts < 2) {
            attempts++;
            try {
                made = maker.get();
            } catch (RuntimeException e) {
                failure = e;
            }
        }
        if (made == null) {
            throw new IllegalStateException(
                    "not there after " + attempts + " attempts: " + failure.getMessage(), failure);
        }
        return made;
    }
}
