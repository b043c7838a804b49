package io.vipoperator.node.agent.control;

import io.vipoperator.node.loop.Reports;
import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Answers on the control socket. Has one daemon thread for all clients, of whom there are a few at a time; none of them can
 * hold it up, and the loop never notices. Where the socket can't be had that is said once and tried again: the agent runs
 * on without it.
 */
public final class ControlServer {
    /** Where it is unless somebody says otherwise. */
    public static final Path DEFAULT_PATH = Path.of("/run/vip-agent/agent.sock");

    private static final Logger LOG = Logger.getLogger(ControlServer.class);
    private static final int MOST_CLIENTS = 8;
    private static final long LISTEN_AGAIN_SECONDS = 10;
    private static final long STOP_MILLISECONDS = 500;
    /** So late are lines of a timeline at most; the loop isn't bothered with waking anybody. */
    private static final long LOOK_MILLISECONDS = 50;

    private static final long IDLE_MILLISECONDS = 1000;

    private final Path path;
    private final ControlSubject subject;
    private final ReportFeed feed = new ReportFeed();
    private final ControlAnswers answers;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final List<Conversation> clients = new ArrayList<>();
    private volatile Selector selector;
    private String failure = "";

    /** A server that doesn't listen yet. */
    public ControlServer(Path path, ControlSubject subject) {
        this.path = path;
        this.subject = subject;
        this.answers = new ControlAnswers(subject, feed);
    }

    /** Where the loop leaves its reports. */
    public Reports reports() {
        return feed;
    }

    /** Listens from now on; returns at once. */
    public void start() {
        Thread thread = new Thread(this::run, "control");
        thread.setDaemon(true);
        thread.start();
    }

    /** Tells the clients what is left to tell, hangs up, and removes the socket; waits for that half a second at most. */
    public void stop() throws InterruptedException {
        stopping.countDown();
        Selector current = selector;
        if (current != null) {
            current.wakeup();
        }
        ended.await(STOP_MILLISECONDS, TimeUnit.MILLISECONDS);
    }

    private void run() {
        try {
            do {
                try {
                    listen();
                } catch (IOException e) {
                    failed("nobody can talk to this agent on " + path + ": " + words(e));
                } catch (RuntimeException e) {
                    LOG.error("the control socket failed, which is a mistake in the agent; it is opened again", e);
                    failed("nobody can talk to this agent on " + path + " for a moment: " + e);
                }
            } while (!stopping.await(LISTEN_AGAIN_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended.countDown();
        }
    }

    private static String words(IOException e) {
        String name = e.getClass().getSimpleName();
        return name.equals("IOException") || name.equals("SocketException")
                ? e.getMessage()
                : name + ": " + e.getMessage();
    }

    private void failed(String message) {
        if (!message.equals(failure)) {
            failure = message;
            LOG.warnf("%s; it is tried again", message);
            subject.socketFailed(message);
        }
    }

    private void listen() throws IOException {
        try (ControlSocketFile socket = ControlSocketFile.listen(path);
                Selector opened = Selector.open()) {
            selector = opened;
            socket.channel().configureBlocking(false);
            socket.channel().register(opened, SelectionKey.OP_ACCEPT);
            if (!failure.isEmpty()) {
                failure = "";
                LOG.infof("this agent answers on %s", path);
                subject.socketFailed("");
            }
            while (stopping.getCount() > 0) {
                opened.select(patienceMilliseconds());
                for (SelectionKey key : opened.selectedKeys()) {
                    if (key.isAcceptable()) {
                        accept(socket);
                    } else if (key.isReadable()) {
                        read((Conversation) key.attachment());
                    }
                }
                opened.selectedKeys().clear();
                turn();
            }
            // How the routers ended is worth knowing, too.
            turn();
        } finally {
            selector = null;
            clients.forEach(Conversation::close);
            clients.clear();
            answers.watchedBy(clients);
        }
    }

    /** 0 is for ever: without clients nothing is due. */
    private long patienceMilliseconds() {
        return answers.watched() ? LOOK_MILLISECONDS : clients.isEmpty() ? 0 : IDLE_MILLISECONDS;
    }

    private void accept(ControlSocketFile socket) throws IOException {
        SocketChannel channel = socket.channel().accept();
        if (channel == null) {
            return;
        }
        if (clients.size() >= 2 * MOST_CLIENTS) {
            channel.close();
            return;
        }
        channel.configureBlocking(false);
        SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
        Conversation client = new Conversation(channel, key, System.nanoTime());
        key.attach(client);
        clients.add(client);
    }

    private void read(Conversation client) {
        try {
            client.read().ifPresent(request -> answer(request, client, System.nanoTime()));
        } catch (IOException e) {
            client.giveUp();
        }
    }

    /** Who is one too many is told so when it asks: hanging up at once would look like an agent that crashes. */
    private void answer(ControlRequest request, Conversation client, long nowNanos) {
        if (clients.indexOf(client) < MOST_CLIENTS) {
            answers.answer(request, client, nowNanos);
        } else {
            client.say(ControlAnswer.error("there are " + MOST_CLIENTS + " clients already: try again"), nowNanos);
        }
    }

    private void turn() {
        long nowNanos = System.nanoTime();
        answers.watchedBy(clients);
        answers.tell(clients, nowNanos);
        clients.forEach(this::flush);
        clients.removeIf(client -> {
            boolean over = client.over(nowNanos);
            if (over) {
                client.close();
            }
            return over;
        });
    }

    private void flush(Conversation client) {
        try {
            client.flush(System.nanoTime());
        } catch (IOException | CancelledKeyException e) {
            client.giveUp();
        }
    }
}
