package io.vipoperator.node.agent.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.vipoperator.api.v1alpha1.Api;
import io.vipoperator.api.v1alpha1.CheckStatus;
import io.vipoperator.api.v1alpha1.RouterStatus;
import io.vipoperator.api.v1alpha1.VirtualIPNodeStateStatus;
import io.vipoperator.node.agent.cli.AgentQuery.NoAnswerException;
import io.vipoperator.node.agent.control.ControlAnswer;
import io.vipoperator.node.agent.control.ControlAnswer.LoopTurn;
import io.vipoperator.node.agent.control.ControlJson;
import io.vipoperator.node.agent.control.ControlRequest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Prints what the running agent's routers do. */
final class ShowCommand {
    private ShowCommand() {}

    /** As the API's object, so that what reads one reads the other. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Document(String apiVersion, String kind, VirtualIPNodeStateStatus status, LoopTurn loop) {}

    static int run(CommandLine.Show show, Console console) {
        Path socket = console.socket(show.socket());
        ControlAnswer answer;
        try {
            answer = AgentQuery.ask(socket, new ControlRequest.Show());
        } catch (NoAnswerException e) {
            return console.failed(e.getMessage());
        }
        if (answer.status() == null) {
            return console.failed("the agent has just started and knows nothing yet");
        }
        List<RouterStatus> routers = answer.status().routers().stream()
                .filter(router -> show.name().map(router.virtualIP()::equals).orElse(true))
                .toList();
        if (show.name().isPresent() && routers.isEmpty()) {
            return console.failed("\"" + show.name().get() + "\" is no VirtualIP that runs here");
        }
        console.out().print(text(show, answer, routers, Instant.now()));
        return answer.loop() != null && answer.loop().turning() ? Console.DONE : Console.FAILED;
    }

    /** All that is printed. Pure. */
    static String text(CommandLine.Show show, ControlAnswer answer, List<RouterStatus> routers, Instant now) {
        if (show.output() == CommandLine.Output.JSON) {
            return json(new Document(
                    Api.GROUP + "/" + Api.VERSION,
                    "VirtualIPNodeState",
                    withRouters(answer.status(), routers),
                    answer.loop()));
        }
        StringBuilder text = new StringBuilder(RouterTable.of(routers, show.output() == CommandLine.Output.WIDE, now));
        List<CheckStatus> checks = answer.status().healthChecks();
        if (checks != null && show.name().isEmpty()) {
            text.append('\n').append(CheckTable.of(checks, now));
        }
        List<String> findings = Findings.of(answer.status(), routers, answer.loop(), now);
        if (!findings.isEmpty()) {
            text.append('\n');
            findings.forEach(line -> text.append(line).append('\n'));
        }
        return text.toString();
    }

    private static VirtualIPNodeStateStatus withRouters(VirtualIPNodeStateStatus status, List<RouterStatus> routers) {
        return new VirtualIPNodeStateStatus(
                status.observedGeneration(),
                status.reportRequest(),
                status.agent(),
                status.interfaces(),
                routers,
                status.healthChecks(),
                status.foreignRouters(),
                status.conditions());
    }

    private static String json(Document document) {
        try {
            return ControlJson.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what the agent said can't be said again", e);
        }
    }
}
