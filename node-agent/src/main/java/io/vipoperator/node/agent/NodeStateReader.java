package io.vipoperator.node.agent;

import io.vipoperator.api.v1alpha1.CheckSpec;
import io.vipoperator.api.v1alpha1.RouterSpec;
import io.vipoperator.api.v1alpha1.VirtualIPNodeStateSpec;
import io.vipoperator.node.agent.check.CheckReader;
import io.vipoperator.node.agent.check.ReadCheck;
import io.vipoperator.node.loop.DesiredState;
import io.vipoperator.node.loop.RouterKey;
import io.vipoperator.node.loop.RouterSetup;
import io.vipoperator.node.loop.TrackedCheck;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Turns what was written for this node into what the loop runs, with the defaults of the schema, or into the list of
 * everything that is wrong. Pure.
 */
final class NodeStateReader {
    /** The most routers of one node. */
    static final int MOST_ROUTERS = 1024;

    private static final int MOST_CHECKS = 1024;

    private NodeStateReader() {}

    /**
     * Reads a document as people write it.
     *
     * @param text YAML or JSON
     * @param generation of the state if the document names none
     */
    static Checked<ReadState> readDocument(String text, long generation, UnknownFields unknownFields) {
        Problems problems = new Problems();
        Optional<StateDocument> document = StateDocumentParser.parse(text, unknownFields, problems);
        Optional<ReadState> state = document.map(d -> {
            String path = d.whole() ? "spec." : "";
            if (d.spec().routers() == null && unknownFields == UnknownFields.REFUSE) {
                problems.missing(path + "routers", "must be a list; [] runs none");
            }
            return read(d.spec(), d.generation().orElse(generation), new Fields(path, problems), unknownFields);
        });
        return outcome(state, problems);
    }

    /** The same without a look at any key: what a document says, for whom that is enough. */
    static Checked<DesiredState> readText(String text, long generation, UnknownFields unknownFields) {
        return switch (readDocument(text, generation, unknownFields)) {
            case Checked.Sound<ReadState> sound ->
                new Checked.Sound<>(sound.value().unkeyed());
            case Checked.Refused<ReadState> refused -> new Checked.Refused<>(refused.problems());
        };
    }

    /**
     * Reads the spec of the API's object.
     *
     * @param generation of the object
     */
    static Checked<ReadState> read(VirtualIPNodeStateSpec spec, long generation) {
        Problems problems = new Problems();
        Fields fields = new Fields("spec.", problems);
        return outcome(Optional.of(read(spec, generation, fields, UnknownFields.IGNORE)), problems);
    }

    private static Checked<ReadState> outcome(Optional<ReadState> state, Problems problems) {
        return problems.none() && state.isPresent()
                ? new Checked.Sound<>(state.get())
                : new Checked.Refused<>(problems.all());
    }

    private static ReadState read(
            VirtualIPNodeStateSpec spec, long generation, Fields fields, UnknownFields unknownFields) {
        List<ReadCheck> checks = checks(spec, fields, unknownFields);
        List<RouterSpec> routers = spec.routers() == null ? List.of() : spec.routers();
        if (routers.size() > MOST_ROUTERS) {
            fields.missing("routers", "must be at most 1024, not " + routers.size());
        }
        List<RouterSetup> setups = new ArrayList<>();
        Map<RouterKey, WantedKeys> wantedKeys = new HashMap<>();
        Map<RouterKey, String> pathByKey = new HashMap<>();
        for (int i = 0; i < routers.size(); i++) {
            String field = "routers[" + i + "]";
            if (routers.get(i) == null) {
                fields.missing(field, "must not be empty");
                continue;
            }
            new RouterReader(routers.get(i), fields.in(field)).read().ifPresent(router -> {
                RouterKey key = router.setup().key();
                String first = pathByKey.putIfAbsent(key, fields.path() + field);
                if (first != null) {
                    fields.wrong(
                            field + ".virtualIP",
                            key.virtualIP(),
                            "must not have a second router of the same family: " + first + " is one");
                }
                checksMustExist(router.setup(), spec, fields.in(field));
                setups.add(router.setup());
                router.wantedKeys().ifPresent(wanted -> wantedKeys.put(key, wanted));
            });
        }
        long reportRequest = spec.reportRequest() == null ? 0 : spec.reportRequest();
        return new ReadState(new DesiredState(generation, reportRequest, setups), wantedKeys, checks);
    }

    private static List<ReadCheck> checks(VirtualIPNodeStateSpec spec, Fields fields, UnknownFields unknownFields) {
        List<CheckSpec> written = spec.healthChecks() == null ? List.of() : spec.healthChecks();
        if (written.size() > MOST_CHECKS) {
            fields.missing("healthChecks", "must be at most 1024, not " + written.size());
        }
        List<ReadCheck> checks = new ArrayList<>();
        Map<String, String> pathByName = new HashMap<>();
        for (int i = 0; i < written.size(); i++) {
            String field = "healthChecks[" + i + "]";
            if (written.get(i) == null) {
                fields.missing(field, "must not be empty");
                continue;
            }
            CheckReader.read(written.get(i), fields.in(field), unknownFields, digest -> Optional.empty())
                    .ifPresent(check -> {
                        String first = pathByName.putIfAbsent(check.name(), fields.path() + field);
                        if (first != null) {
                            fields.wrong(
                                    field + ".name",
                                    check.name(),
                                    "must not stand twice: " + first + " is the same check");
                        }
                        checks.add(check);
                    });
        }
        return checks;
    }

    private static void checksMustExist(RouterSetup router, VirtualIPNodeStateSpec spec, Fields fields) {
        Set<String> names = new HashSet<>();
        if (spec.healthChecks() != null) {
            spec.healthChecks().stream().filter(Objects::nonNull).forEach(check -> names.add(check.name()));
        }
        List<TrackedCheck> tracked = router.candidacy().healthChecks();
        for (int i = 0; i < tracked.size(); i++) {
            if (!names.contains(tracked.get(i).name())) {
                fields.wrong(
                        "healthChecks[" + i + "].name",
                        tracked.get(i).name(),
                        "must be the name of one of the document's healthChecks");
            }
        }
    }
}
