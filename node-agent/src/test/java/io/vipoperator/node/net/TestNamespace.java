package io.vipoperator.node.net;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** A network namespace that is removed with all that is in it. */
final class TestNamespace implements AutoCloseable {
    private static final int CLONE_NEWNET = 0x40000000;
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String name = "vip-net-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();

    TestNamespace() {
        if (!"root".equals(System.getProperty("user.name"))) {
            throw new IllegalStateException("these tests need root: they make network namespaces");
        }
        if (!Files.isExecutable(Path.of("/usr/sbin/ip")) && !Files.isExecutable(Path.of("/sbin/ip"))) {
            throw new IllegalStateException("these tests need the command ip: install the package iproute2");
        }
        run(List.of("ip", "netns", "add", name));
        ip("link set lo up");
    }

    String name() {
        return name;
    }

    /** Runs ip in the namespace and returns what it prints; fails if it does. */
    String ip(String arguments) {
        var command = new ArrayList<>(List.of("ip", "-n", name));
        command.addAll(List.of(arguments.split(" ", -1)));
        return run(command);
    }

    /** Runs a command in the namespace. */
    String exec(String... command) {
        var all = new ArrayList<>(List.of("ip", "netns", "exec", name));
        all.addAll(List.of(command));
        return run(all);
    }

    int indexOf(String nic) {
        return Integer.parseInt(ip("-o link show dev " + nic).split(":", 2)[0]);
    }

    /** A NIC with carrier: one end of a pair. */
    int nic(String nic) {
        ip("link add " + nic + " type veth peer name " + nic + "-peer");
        ip("link set " + nic + "-peer up");
        ip("link set " + nic + " up");
        return indexOf(nic);
    }

    /** Threads that live in the namespace. */
    ThreadFactory threads() {
        return task -> {
            var thread = new Thread(() -> {
                enter();
                task.run();
            });
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Runs something on a thread in the namespace and returns its result. */
    <T> T call(Callable<T> task) throws Exception {
        var result = new FutureTask<>(task);
        threads().newThread(result).start();
        return result.get();
    }

    private void enter() {
        int fd = (int) Errno.call("open", () -> NamespaceCalls.open("/run/netns/" + name, 0));
        Errno.call("setns", () -> NamespaceCalls.setns(fd, CLONE_NEWNET));
        Errno.close(fd);
    }

    static String run(List<String> command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            if (status != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": exit status " + status + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new IllegalStateException(String.join(" ", command) + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        run(List.of("ip", "netns", "del", name));
    }
}
