package io.vipoperator.api.v1alpha1;

/** Looks an API word up among an enum's constants. Stateless. */
final class Words {
    private Words() {}

    static <E extends Enum<E>> E find(E[] constants, String text, E unrecognized) {
        for (E constant : constants) {
            if (constant.name().equals(text)) {
                return constant;
            }
        }
        return unrecognized;
    }
}
