package io.vipoperator.node.agent;

import io.vipoperator.api.v1alpha1.RouterSpec;
import io.vipoperator.api.v1alpha1.VirtualIPNodeStateSpec;
import io.vipoperator.node.loop.DesiredState;
import io.vipoperator.node.loop.RouterKey;
import io.vipoperator.node.loop.RouterSetup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns what was written for this node into what the loop runs, with the defaults of the schema, or into the list of
 * everything that is wrong. Pure.
 */
final class NodeStateReader {
    /** The most routers of one node. */
    static final int MOST_ROUTERS = 1024;

    private NodeStateReader() {}

    /**
     * Reads a document as people write it.
     *
     * @param text YAML or JSON
     * @param generation of the state if the document names none
     */
    static Checked<DesiredState> readText(String text, long generation, UnknownFields unknownFields) {
        Problems problems = new Problems();
        Optional<StateDocument> document = StateDocumentParser.parse(text, unknownFields, problems);
        Optional<DesiredState> state = document.flatMap(d -> {
            String path = d.whole() ? "spec." : "";
            if (d.spec().routers() == null && unknownFields == UnknownFields.REFUSE) {
                problems.missing(path + "routers", "must be a list; [] runs none");
            }
            return read(d.spec(), d.generation().orElse(generation), path, problems);
        });
        return outcome(state, problems);
    }

    /**
     * Reads the spec of the API's object.
     *
     * @param generation of the object
     */
    static Checked<DesiredState> read(VirtualIPNodeStateSpec spec, long generation) {
        Problems problems = new Problems();
        return outcome(read(spec, generation, "spec.", problems), problems);
    }

    private static Checked<DesiredState> outcome(Optional<DesiredState> state, Problems problems) {
        return problems.none() && state.isPresent()
                ? new Checked.Sound<>(state.get())
                : new Checked.Refused<>(problems.all());
    }

    private static Optional<DesiredState> read(
            VirtualIPNodeStateSpec spec, long generation, String path, Problems problems) {
        List<RouterSpec> routers = spec.routers() == null ? List.of() : spec.routers();
        if (routers.size() > MOST_ROUTERS) {
            problems.missing(path + "routers", "must be at most 1024, not " + routers.size());
        }
        List<RouterSetup> setups = new ArrayList<>();
        Map<RouterKey, String> fieldByKey = new HashMap<>();
        for (int i = 0; i < routers.size(); i++) {
            String field = path + "routers[" + i + "]";
            if (routers.get(i) == null) {
                problems.missing(field, "must not be empty");
                continue;
            }
            new RouterReader(routers.get(i), field + ".", problems).read().ifPresent(setup -> {
                String first = fieldByKey.putIfAbsent(setup.key(), field);
                if (first != null) {
                    problems.wrong(
                            field + ".virtualIP",
                            setup.key().virtualIP(),
                            "must not have a second router of the same family: " + first + " is one");
                }
                setups.add(setup);
            });
        }
        long reportRequest = spec.reportRequest() == null ? 0 : spec.reportRequest();
        return Optional.of(new DesiredState(generation, reportRequest, setups));
    }
}
