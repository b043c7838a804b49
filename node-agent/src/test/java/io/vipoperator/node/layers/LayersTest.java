package io.vipoperator.node.layers;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The borders between the packages, and that each of them is guarded: a rule that can't fire proves nothing. */
class LayersTest {
    private static final String ROOT = "io.vipoperator.node";
    private static final String PLANTED = "io.vipoperator.node.layers.planted";

    @TestFactory
    Stream<DynamicTest> theCodeKeepsEveryRule() {
        JavaClasses code = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(ROOT);
        return Layer.under(ROOT).stream()
                .map(layer -> DynamicTest.dynamicTest(
                        layer.rule().getDescription(),
                        () -> assertThat(violations(layer, code)).isEmpty()));
    }

    @TestFactory
    Stream<DynamicTest> everyRuleFiresOnThePlantedViolations() {
        JavaClasses planted = new ClassFileImporter().importPackages(PLANTED);
        return Layer.under(PLANTED).stream()
                .flatMap(layer -> layer.planted().stream()
                        .map(name -> DynamicTest.dynamicTest(
                                layer.rule().getDescription() + ": " + name,
                                () -> assertThat(violations(layer, planted))
                                        .anyMatch(violation -> violation.contains("." + name + ".")
                                                || violation.contains("." + name + ">")))));
    }

    private static List<String> violations(Layer layer, JavaClasses classes) {
        return layer.rule().evaluate(classes).getFailureReport().getDetails();
    }
}
