package io.vipoperator.node.mutation;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * Loads the node agent's classes anew, main and test ones alike, some of them from other bytes; all else comes from the
 * parent. So a test meets a main class with a mistake, in one run-time package with it.
 */
final class MutantClassLoader extends ClassLoader {
    private static final String OURS = "io.vipoperator.node.";

    private final Map<String, byte[]> mutants;

    /** Of binary names to bytes. */
    MutantClassLoader(Map<String, byte[]> mutants) {
        super(MutantClassLoader.class.getClassLoader());
        this.mutants = Map.copyOf(mutants);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        byte[] octets = mutants.containsKey(name) ? mutants.get(name) : original(name);
        return defineClass(name, octets, 0, octets.length);
    }

    private byte[] original(String name) throws ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
