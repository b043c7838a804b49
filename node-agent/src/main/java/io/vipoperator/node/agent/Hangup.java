package io.vipoperator.node.agent;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.jboss.logging.Logger;

/**
 * Takes SIGHUP, at which the JVM would end by itself. The JDK has no public way to: {@code sun.misc.Signal}, of the exported
 * and supported module jdk.unsupported, is the nearest to one. It is reached by reflection because javac warns of each use
 * of it in a way that can't be suppressed. The listener is called on a thread of the JVM's.
 */
final class Hangup {
    private static final Logger LOG = Logger.getLogger(Hangup.class);

    private volatile Runnable listener = () -> LOG.info("SIGHUP: nothing is run yet");

    /** Takes it from now on. */
    void install() {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object hup = signal.getConstructor(String.class).newInstance("HUP");
            Object proxy = Proxy.newProxyInstance(
                    Hangup.class.getClassLoader(),
                    new Class<?>[] {handler},
                    (self, method, arguments) -> switch (method.getName()) {
                        case "handle" -> {
                            listener.run();
                            yield null;
                        }
                        case "equals" -> self == arguments[0];
                        case "hashCode" -> System.identityHashCode(self);
                        default -> "SIGHUP";
                    });
            Object before = signal.getMethod("handle", signal, handler).invoke(null, hup, proxy);
            LOG.debugf("SIGHUP was %s", before);
        } catch (InvocationTargetException e) {
            // -Xrs, say: whoever starts the JVM so wants to handle signals without it.
            LOG.warnf("SIGHUP can't be taken: %s", e.getCause().getMessage());
        } catch (ReflectiveOperationException e) {
            LOG.warnf("this JVM has no way to take SIGHUP: %s", e);
        }
    }

    /** Calls this from now on; must not block. */
    void onHangup(Runnable next) {
        listener = next;
    }
}
