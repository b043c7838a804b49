package io.vipoperator.node.agent.cli.keepalived;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Text to statements: what keepalived's own reader takes, and what people get wrong. */
class ReadingTest {
    private final Ledger ledger = new Ledger();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a b c                            | [a b c]
            a { b 1 }                        | [a {[b 1]}]
            authentication{ auth_type PASS}  | [authentication {[auth_type PASS]}]
            a # b                            | [a]
            a!b c                            | [a]
            ! a                              | ``
            s "x # y ! { z }" 1              | [s x # y ! { z } 1]
            s 'a b'                          | [s a b]
            s "say \\"x\\""                  | [s say "x"]
            priority 100//text               | [priority 100//text]
            priority 100//優先度                | [priority 100]
            priority 100 // text             | [priority 100]
            path http://a//b                 | [path http://a//b]
            a ${UNKNOWN} b                   | [a ${UNKNOWN} b]
            """)
    void aLineIsWordsAndBraces(String text, String expected) {
        assertThat(shown(parse(text))).isEqualTo(expected);
    }

    @Test
    void aBraceMayStandInALineOfItsOwn() {
        assertThat(shown(parse("a b\n{\n c\n}\nd"))).isEqualTo("[a b {[c]}] [d]");
        assertThat(ledger.remarks()).isEmpty();
    }

    @Test
    void whereABraceIsMissingTheNextOutermostBlockEndsIt() {
        assertThat(shown(parse("global_defs {\n router_id x\nvrrp_instance V {\n state MASTER\n}")))
                .isEqualTo("[global_defs {[router_id x]}] [vrrp_instance V {[state MASTER]}]");
        assertThat(ledger.remarks())
                .extracting(Remark::toString)
                .containsExactly("k.conf:1: global_defs: its } is missing:"
                        + " it is taken to end before line 3, where vrrp_instance V begins");
    }

    @Test
    void aBlockThatNeverEndsEndsWithTheFileAndABraceTooManyIsLeftOut() {
        assertThat(shown(parse("a {\n b\n"))).isEqualTo("[a {[b]}]");
        assertThat(shown(parse("}\na"))).isEqualTo("[a]");
        assertThat(ledger.remarks()).extracting(Remark::option).containsExactly("a", "}");
    }

    @Test
    void definitionsAreLinesOrWords() {
        assertThat(shown(parse("$N=eth0\n$V=a \\\nb ${N}\nx $N\n$V"))).isEqualTo("[x eth0] [a] [b eth0]");
        assertThat(parse("$A=$A\n$A")).isEmpty();
        assertThat(ledger.remarks())
                .extracting(Remark::text)
                .containsExactly("its definitions name themselves: nothing can be put in their place");
    }

    @Test
    void aLineUnderAConditionBelongsToItsHost() {
        String text = "@n a\n@^n b\n@other c {\n d\n}\ne";
        assertThat(shown(Grammar.parse(
                        SourceReader.read(new SourceText("k.conf", text), Optional.of("n"), Includes.NONE, ledger),
                        ledger)))
                .isEqualTo("[a] [e]");
        assertThat(ledger.remarks())
                .extracting(Remark::text)
                .containsExactly("applies to other hosts than n", "applies to other hosts than n");
        assertThat(shown(parse(text))).isEqualTo("[e]");
    }

    @Test
    void includedFilesStandWhereTheyAreNamed() {
        Includes includes = (pattern, from) -> pattern.equals("more.conf")
                ? List.of(new SourceText("more.conf", "b\nc"), new SourceText("more2.conf", "include more.conf"))
                : List.of();
        List<Statement> statements = Grammar.parse(
                SourceReader.read(
                        new SourceText("k.conf", "a {\n include \"none\"\n}\nd"), Optional.empty(), includes, ledger),
                ledger);
        assertThat(shown(statements)).isEqualTo("[a {}] [d]");
        assertThat(ledger.remarks())
                .extracting(Remark::toString)
                .containsExactly("k.conf:2: include none: no such file: put it there, and import again");
        assertThat(shown(Grammar.parse(
                        SourceReader.read(
                                new SourceText("k.conf", "a {\ninclude once\n}"),
                                Optional.empty(),
                                (pattern, from) -> List.of(new SourceText("once", "b")),
                                ledger),
                        ledger)))
                .isEqualTo("[a {[b]}]");
    }

    private List<Statement> parse(String text) {
        return Grammar.parse(
                SourceReader.read(new SourceText("k.conf", text), Optional.empty(), Includes.NONE, ledger), ledger);
    }

    private static String shown(List<Statement> statements) {
        return statements.stream()
                .map(one -> "[" + one.text()
                        + one.block().map(inner -> " {" + shown(inner) + "}").orElse("") + "]")
                .collect(Collectors.joining(" "));
    }
}
