package io.vipoperator.node.agent;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.Optional;

/** The entry point: reads the command line before anything is started. */
@QuarkusMain
public final class AgentMain {
    private static final int BAD_ARGUMENTS = 2;

    private AgentMain() {}

    /** Ends with 0 after SIGTERM, with 2 if the arguments are wrong, with 1 if the agent can't start. */
    public static void main(String... arguments) {
        switch (AgentArguments.parse(arguments, Optional.ofNullable(System.getenv("NODE_NAME")))) {
            case AgentArguments.Help help -> System.out.print(AgentArguments.USAGE);
            case AgentArguments.Wrong wrong -> {
                System.err.println("vip-agent: " + wrong.message());
                System.err.print(AgentArguments.USAGE);
                System.exit(BAD_ARGUMENTS);
            }
            case AgentArguments.Standalone standalone -> Quarkus.run(AgentApplication.class, arguments);
            case AgentArguments.InCluster inCluster -> Quarkus.run(AgentApplication.class, arguments);
        }
    }
}
