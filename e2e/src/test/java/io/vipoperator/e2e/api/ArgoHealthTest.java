package io.vipoperator.e2e.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.lib.jse.JsePlatform;

/** What Argo CD shows of an object by the shipped Lua script. */
class ArgoHealthTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest(name = "{0} generation {1} with {2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            VirtualIP   | -1 |                                      | Progressing | waiting for the operator to see this generation
            VirtualIP   | 1  | Ready=True                           | Progressing | waiting for the operator to see this generation
            VirtualIP   | 2  |                                      | Progressing | waiting for the condition Ready
            VirtualIP   | 2  | Ready=False                          | Progressing | BecauseReady: about Ready
            VirtualIP   | 2  | Ready=True Reconciling=True          | Progressing | BecauseReconciling: about Reconciling
            VirtualIP   | 2  | Ready=True Conflict=False            | Healthy     | BecauseReady: about Ready
            VirtualIP   | 2  | Ready=True Conflict=True             | Degraded    | BecauseConflict: about Conflict
            VirtualIP   | 2  | Accepted=False Stalled=True          | Degraded    | BecauseStalled: about Stalled
            HealthCheck | 2  | Accepted=True                        | Healthy     | BecauseAccepted: about Accepted
            HealthCheck | 2  | Accepted=False Stalled=True          | Degraded    | BecauseStalled: about Stalled
            """)
    void theHealthFollowsTheConditions(String kind, int observed, String conditions, String health, String message)
            throws JsonProcessingException {
        LuaTable verdict = healthOf(object(kind, observed, conditions == null ? "" : conditions));

        assertThat(verdict.get("status").tojstring()).isEqualTo(health);
        assertThat(verdict.get("message").tojstring()).isEqualTo(message);
    }

    private static LuaTable healthOf(LuaValue object) {
        Globals globals = JsePlatform.standardGlobals();
        globals.set("obj", object);
        String script = Checkout.text(Checkout.BASE.resolveSibling("argocd/health.lua"));
        return globals.load(script, "health.lua").call().checktable();
    }

    private static LuaValue object(String kind, int observed, String conditions) throws JsonProcessingException {
        StringBuilder list = new StringBuilder();
        for (String condition : conditions.split(" ", -1)) {
            if (!condition.isEmpty()) {
                String[] parts = condition.split("=", -1);
                list.append(list.isEmpty() ? "" : ",").append("""
                        {"type": "%1$s", "status": "%2$s", "reason": "Because%1$s", "message": "about %1$s"}""".formatted(parts[0], parts[1]));
            }
        }
        return lua(JSON.readTree("""
                {"kind": "%s", "metadata": {"generation": 2}, "status": {"observedGeneration": %d, "conditions": [%s]}}""".formatted(kind, observed, list)));
    }

    private static LuaValue lua(JsonNode node) {
        if (node.isInt()) {
            return LuaValue.valueOf(node.intValue());
        }
        if (node.isTextual()) {
            return LuaValue.valueOf(node.textValue());
        }
        LuaTable table = LuaValue.tableOf();
        if (node.isArray()) {
            node.forEach(item -> table.set(table.length() + 1, lua(item)));
        } else {
            node.properties().forEach(field -> table.set(field.getKey(), lua(field.getValue())));
        }
        return table;
    }
}
