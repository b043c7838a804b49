package io.vipoperator.operator.plan;

import java.util.List;

/** Absent lists and numbers of the API read as empty and zero. Stateless. */
public final class Values {
    private Values() {}

    /** The list, or an empty one. */
    public static <T> List<T> orEmpty(List<T> list) {
        return list == null ? List.of() : list;
    }

    /** The number, or zero. */
    public static long orZero(Long number) {
        return number == null ? 0 : number;
    }
}
