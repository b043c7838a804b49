package io.vipoperator.operator;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The borders inside the operator. Each rule has a planted violation, so that none can go blind. */
class LayersTest {
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.vipoperator.operator");
    private static final JavaClasses PLANTED =
            new ClassFileImporter().importPackages("io.vipoperator.operator.plan", "io.vipoperator.operator.status");

    static Stream<Arguments> rules() {
        return Stream.of(
                Arguments.of(
                        "plan sees the API and java alone",
                        classes()
                                .that()
                                .resideInAPackage("..operator.plan..")
                                .and()
                                .haveSimpleNameNotEndingWith("Test")
                                .should()
                                .onlyDependOnClassesThat(resideInAnyPackage(
                                        "java.lang..",
                                        "java.util..",
                                        "java.math..",
                                        "java.net..",
                                        "io.vipoperator.api..",
                                        "io.fabric8.kubernetes.api.model..",
                                        "io.vipoperator.operator.plan.."))),
                Arguments.of(
                        "plan and status read no clock",
                        noClasses()
                                .that()
                                .resideInAnyPackage("..operator.plan..", "..operator.status..")
                                .should()
                                .callMethod(Instant.class, "now")
                                .orShould()
                                .callMethod(System.class, "nanoTime")
                                .orShould()
                                .callMethod(System.class, "currentTimeMillis")
                                .orShould()
                                .dependOnClassesThat()
                                .areAssignableTo(Clock.class)),
                Arguments.of(
                        "status decides and calls no client",
                        noClasses()
                                .that()
                                .resideInAPackage("..operator.status..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage("io.fabric8.kubernetes.client..", "io.quarkus..", "jakarta..")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void holds(String name, ArchRule rule) {
        assertThat(rule.evaluate(MAIN).getFailureReport().getDetails()).as(name).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void seesItsPlantedViolation(String name, ArchRule rule) {
        assertThat(rule.evaluate(PLANTED).getFailureReport().getDetails())
                .as(name)
                .anyMatch(detail -> detail.contains("Planted"));
    }
}
