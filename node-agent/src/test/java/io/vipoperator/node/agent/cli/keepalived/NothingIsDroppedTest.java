package io.vipoperator.node.agent.cli.keepalived;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every statement is expressed or named: by the account that is kept, and by what happens when a line is taken away. */
class NothingIsDroppedTest {
    /** Lines of everything.conf that say what is so anyway, or stand in a block that its remark names as a whole. */
    private static final Set<String> SAY_NOTHING = Set.of("", "}", "state MASTER", "script \"/bin/true\"");

    static List<String> files() {
        return Configurations.FILES;
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyStatementIsAccountedFor(String file) {
        assertThat(unaccounted(Configurations.imported(file))).isEmpty();
        assertThat(unaccounted(Configurations.imported("n=" + file))).isEmpty();
    }

    @Test
    void everyOptionIsAccountedForInEveryBlock() {
        Set<String> options = new TreeSet<>(Remedies.options());
        options.addAll(
                List.of("state", "interface", "unheard_of", "priority", "track_bfd", "key", "url", "group", "user"));
        for (String block : List.of(
                "global_defs",
                "vrrp_instance V",
                "vrrp_script S",
                "vrrp_sync_group G",
                "track_file F",
                "vrrp_track_process P",
                "virtual_server 192.0.2.1 80",
                "static_routes",
                "unheard_of X")) {
            StringBuilder text = new StringBuilder(block).append(" {\n");
            options.forEach(option -> text.append("  ").append(option).append(" 1 {\n    inner 2\n  }\n"));
            options.forEach(option -> text.append("  ").append(option).append(" x y\n"));
            KeepalivedImport.Result result =
                    Configurations.of(text.append("}\n").toString());

            assertThat(unaccounted(result)).as(block).isEmpty();
            assertThat(result.statements()).as(block).isNotEmpty();
        }
    }

    /** The account could be wrong about what it calls expressed: then taking the line away would change nothing. */
    @Test
    void everyLineMatters() {
        List<String> lines = List.of(Configurations.text("everything.conf").split("\n"));
        String whole = printed(lines, -1);
        List<String> withoutEffect = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (!SAY_NOTHING.contains(lines.get(i).strip()) && printed(lines, i).equals(whole)) {
                withoutEffect.add(lines.get(i));
            }
        }

        assertThat(withoutEffect).isEmpty();
        assertThat(lines).hasSizeGreaterThan(100);
    }

    /** Everything that comes out, when that line is empty. */
    private static String printed(List<String> lines, int without) {
        String[] changed = lines.toArray(String[]::new);
        if (without >= 0) {
            changed[without] = "";
        }
        KeepalivedImport.Result result = Configurations.of(String.join("\n", Arrays.asList(changed)));
        return YamlText.of(result.documents()) + String.join("\n", Configurations.lines(result));
    }

    private static Stream<String> unaccounted(KeepalivedImport.Result result) {
        return result.statements().stream()
                .flatMap(Statement::all)
                .filter(statement -> !result.ledger().accountsFor(statement))
                .map(statement -> statement.place() + " " + statement.text());
    }
}
