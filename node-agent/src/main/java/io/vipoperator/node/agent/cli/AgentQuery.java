package io.vipoperator.node.agent.cli;

import io.vipoperator.node.agent.control.ControlAnswer;
import io.vipoperator.node.agent.control.ControlConnection;
import io.vipoperator.node.agent.control.ControlConnection.Received;
import io.vipoperator.node.agent.control.ControlRequest;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One question to the running agent. Stateless. */
final class AgentQuery {
    /** An agent that lives answers within milliseconds. */
    static final long PATIENCE_MILLISECONDS = 3000;

    private AgentQuery() {}

    /** No answer, with words for people. */
    static final class NoAnswerException extends Exception {
        private static final long serialVersionUID = 1L;

        NoAnswerException(String message) {
            super(message);
        }
    }

    /** Asks, and takes one line. */
    static ControlAnswer ask(Path socket, ControlRequest request) throws NoAnswerException {
        try (ControlConnection connection = open(socket, request)) {
            ControlAnswer answer = switch (connection.next(PATIENCE_MILLISECONDS)) {
                case Received.Line(var line) -> line;
                case Received.Silence silence -> throw new NoAnswerException(silent(socket));
                case Received.End end ->
                    throw new NoAnswerException("the agent on " + socket + " hung up without an answer");
            };
            if (answer.error() != null) {
                throw new NoAnswerException(answer.error());
            }
            return answer;
        } catch (IOException e) {
            throw new NoAnswerException("the agent on " + socket + " broke off: " + e.getMessage());
        }
    }

    static String silent(Path socket) {
        return "the agent on " + socket + " has said nothing for " + PATIENCE_MILLISECONDS / 1000
                + " s: it is frozen, or the machine is";
    }

    /** Connects, or says why nobody is there. */
    static ControlConnection open(Path socket, ControlRequest request) throws NoAnswerException {
        try {
            return ControlConnection.ask(socket, request);
        } catch (SocketException e) {
            throw new NoAnswerException(
                    Files.exists(socket)
                            ? "no agent answers on " + socket + ": " + e.getMessage()
                            : "no agent runs here: there is no " + socket
                                    + " (another path is given with --socket or VIP_AGENT_SOCKET)");
        } catch (IOException e) {
            throw new NoAnswerException("no agent answers on " + socket + ": " + e.getMessage());
        }
    }
}
