package io.vipoperator.node.agent.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** What a client of the control socket asks for: one line of JSON, an object with one field. Pure. */
public sealed interface ControlRequest {
    /** What every router does now. */
    record Show() implements ControlRequest {}

    /** What every router does now, and from then on each change. */
    record Watch() implements ControlRequest {}

    /**
     * Announce the addresses again.
     *
     * @param name of the VirtualIP
     */
    record Announce(String name) implements ControlRequest {}

    /**
     * Not a request.
     *
     * @param message what must hold
     */
    record Bad(String message) implements ControlRequest {}

    /** Reads a line; anything that isn't a request is {@link Bad}. */
    static ControlRequest parse(String line) {
        JsonNode root;
        try {
            root = ControlJson.MAPPER.readTree(line);
        } catch (JsonProcessingException e) {
            return new Bad("a request must be one line of JSON");
        }
        if (!(root instanceof ObjectNode object) || object.size() != 1) {
            return new Bad("a request must be an object with one field: show, watch or announce");
        }
        Map.Entry<String, JsonNode> field = object.properties().iterator().next();
        return switch (field.getKey()) {
            case "show" -> new Show();
            case "watch" -> new Watch();
            case "announce" -> {
                String name = field.getValue().path("name").textValue();
                yield name == null || name.isEmpty()
                        ? new Bad("announce.name must be the name of a VirtualIP")
                        : new Announce(name);
            }
            default -> new Bad("\"" + field.getKey() + "\" must be show, watch or announce");
        };
    }

    /** The line that {@link #parse} reads, without its end. */
    default String line() {
        return switch (this) {
            case Show show -> "{\"show\":{}}";
            case Watch watch -> "{\"watch\":{}}";
            case Announce(var name) -> "{\"announce\":" + ControlJson.write(Map.of("name", name)) + "}";
            case Bad bad -> throw new IllegalStateException(bad.message());
        };
    }
}
