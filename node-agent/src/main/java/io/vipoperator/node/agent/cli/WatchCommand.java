package io.vipoperator.node.agent.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vipoperator.node.agent.cli.AgentQuery.NoAnswerException;
import io.vipoperator.node.agent.control.ControlAnswer;
import io.vipoperator.node.agent.control.ControlConnection;
import io.vipoperator.node.agent.control.ControlConnection.Received;
import io.vipoperator.node.agent.control.ControlJson;
import io.vipoperator.node.agent.control.ControlRequest;
import io.vipoperator.node.agent.control.TimelineEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Prints what happens, until somebody interrupts it or the agent ends. Used by one thread. */
final class WatchCommand {
    private final CommandLine.Watch watch;
    private final Console console;
    private final TimelineText text;
    private final Path socket;
    private String said = "";

    private WatchCommand(CommandLine.Watch watch, Console console) {
        this.watch = watch;
        this.console = console;
        this.text = new TimelineText(console.colours());
        this.socket = console.socket(watch.socket());
    }

    static int run(CommandLine.Watch watch, Console console) {
        return new WatchCommand(watch, console).run();
    }

    private int run() {
        try (ControlConnection connection = AgentQuery.open(socket, new ControlRequest.Watch())) {
            while (!console.out().checkError()) {
                switch (connection.next(AgentQuery.PATIENCE_MILLISECONDS)) {
                    case Received.Line(var answer) -> {
                        if (answer.error() != null) {
                            return console.failed(answer.error());
                        }
                        tell(answer);
                    }
                    case Received.Silence silence -> warn(AgentQuery.silent(socket));
                    case Received.End end -> {
                        return console.failed("the agent on " + socket + " has ended, or found this watch too slow");
                    }
                }
            }
            // Whoever read this has gone.
            return Console.DONE;
        } catch (NoAnswerException e) {
            return console.failed(e.getMessage());
        } catch (IOException e) {
            return console.failed("the agent on " + socket + " broke off: " + e.getMessage());
        }
    }

    private void tell(ControlAnswer answer) {
        if (answer.loop() != null) {
            Findings.stale(answer.loop()).ifPresentOrElse(this::warn, () -> {
                if (!said.isEmpty()) {
                    said = "";
                    console.err().println(text.warning("the protocol loop turns again"));
                }
            });
        }
        Optional.ofNullable(answer.entry())
                .filter(entry -> entry.virtualIP() == null
                        || watch.name().map(entry.virtualIP()::equals).orElse(true))
                .ifPresent(entry -> console.out()
                        .println(watch.output() == CommandLine.Output.JSON ? json(entry) : text.line(entry)));
    }

    private void warn(String message) {
        if (said.isEmpty()) {
            said = message;
            console.err().println(text.warning(message));
        }
    }

    private static String json(TimelineEntry entry) {
        try {
            return ControlJson.MAPPER.writeValueAsString(entry);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what the agent said can't be said again", e);
        }
    }
}
