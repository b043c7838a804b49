package io.vipoperator.node.agent.cli.keepalived;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Configurations as tutorials in several languages give them, with their mistakes, and one of nearly everything. */
final class Configurations {
    static final List<String> FILES = List.of(
            "https-zh-lb01.conf",
            "https-zh-lb02.conf",
            "https-zh-nopreempt.conf",
            "lvs-ja.conf",
            "lvs-ja-pair-a.conf",
            "lvs-ja-pair-b.conf",
            "lvs-ja-dual-a.conf",
            "lvs-ja-dual-b.conf",
            "nginx-ru-explained.conf",
            "nginx-ru-master.conf",
            "nginx-ru-backup.conf",
            "everything.conf");

    private Configurations() {}

    static String text(String file) {
        try (InputStream in = Configurations.class.getResourceAsStream("/keepalived/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each word is FILE or NODE=FILE. */
    static KeepalivedImport.Result imported(String... words) {
        return KeepalivedImport.of(
                Stream.of(words)
                        .map(word -> {
                            int equals = word.indexOf('=');
                            String file = word.substring(equals + 1);
                            return new KeepalivedImport.Input(
                                    equals < 0 ? Optional.empty() : Optional.of(word.substring(0, equals)),
                                    new SourceText(file, text(file)));
                        })
                        .toList(),
                Includes.NONE);
    }

    /** Of a text, on node n. */
    static KeepalivedImport.Result of(String text) {
        return KeepalivedImport.of(
                List.of(new KeepalivedImport.Input(Optional.of("n"), new SourceText("k.conf", text))), Includes.NONE);
    }

    static List<String> lines(KeepalivedImport.Result result) {
        return result.remarks().stream().map(Remark::toString).toList();
    }
}
