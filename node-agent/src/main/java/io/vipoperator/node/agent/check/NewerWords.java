package io.vipoperator.node.agent.check;

import io.vipoperator.node.health.Probe;
import io.vipoperator.node.health.Standing;
import java.util.ArrayList;
import java.util.List;

/**
 * The fields of one check with a word that a newer version wrote. Such a check is not probed half understood: it fails, and says
 * why, while the rest of the document holds. Used by one thread.
 */
final class NewerWords {
    private final List<String> fields = new ArrayList<>();

    void in(String field) {
        fields.add(field);
    }

    /** The probe, or what stands for one that this version can't carry out. */
    Probe or(Probe probe) {
        return fields.isEmpty() ? probe : new Probe.Decided(Standing.FAILING, sentence(fields.get(0)));
    }

    /** For people. */
    static String sentence(String field) {
        return field + " has a value that this version of the agent does not know";
    }
}
