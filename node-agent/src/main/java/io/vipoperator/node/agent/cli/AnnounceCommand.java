package io.vipoperator.node.agent.cli;

import io.vipoperator.node.agent.cli.AgentQuery.NoAnswerException;
import io.vipoperator.node.agent.control.ControlRequest;

/** Has the running agent announce addresses again. */
final class AnnounceCommand {
    private AnnounceCommand() {}

    static int run(CommandLine.Announce announce, Console console) {
        try {
            console.out()
                    .println(AgentQuery.ask(
                                    console.socket(announce.socket()), new ControlRequest.Announce(announce.name()))
                            .done());
            return Console.DONE;
        } catch (NoAnswerException e) {
            return console.failed(e.getMessage());
        }
    }
}
