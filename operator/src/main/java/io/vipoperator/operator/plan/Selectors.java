package io.vipoperator.operator.plan;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.Map;

/** Label selectors as Kubernetes reads them. Stateless. */
final class Selectors {
    private Selectors() {}

    /** An absent selector matches all, as an empty one does. */
    static boolean matches(LabelSelector selector, Map<String, String> labels) {
        if (selector == null) {
            return true;
        }
        if (selector.getMatchLabels() != null) {
            for (Map.Entry<String, String> wanted : selector.getMatchLabels().entrySet()) {
                if (!wanted.getValue().equals(labels.get(wanted.getKey()))) {
                    return false;
                }
            }
        }
        return Values.orEmpty(selector.getMatchExpressions()).stream().allMatch(r -> matches(r, labels));
    }

    private static boolean matches(LabelSelectorRequirement requirement, Map<String, String> labels) {
        String value = labels.get(requirement.getKey());
        boolean listed =
                value != null && Values.orEmpty(requirement.getValues()).contains(value);
        return switch (requirement.getOperator()) {
            case "In" -> listed;
            case "NotIn" -> !listed;
            case "Exists" -> value != null;
            case "DoesNotExist" -> value == null;
            // The schema lets nothing else pass; a newer operator's word matches nothing rather than all.
            default -> false;
        };
    }
}
