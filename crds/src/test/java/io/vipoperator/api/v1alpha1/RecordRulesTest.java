package io.vipoperator.api.v1alpha1;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What every type of the API has to have, each rule with a planted violation so that it cannot go blind. */
class RecordRulesTest {

    private static final JavaClasses API = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.vipoperator.api.v1alpha1");

    private static final JavaClasses PLANTED =
            new ClassFileImporter().importPackages("io.vipoperator.api.v1alpha1.planted");

    private static final ArchRule RECORDS_TOLERATE_UNKNOWN_FIELDS = classes()
            .that()
            .areRecords()
            .should(condition(
                    "ignore unknown fields and leave absent ones out",
                    type -> type.isAnnotationPresent(JsonIgnoreProperties.class)
                            && type.getAnnotation(JsonIgnoreProperties.class).ignoreUnknown()
                            && type.isAnnotationPresent(JsonInclude.class)
                            && type.getAnnotation(JsonInclude.class).value() == JsonInclude.Include.NON_NULL));

    private static final ArchRule ENUMS_TOLERATE_UNKNOWN_WORDS = classes()
            .that()
            .areEnums()
            .should(condition(
                    "have a constant Unrecognized, last",
                    type -> Arrays.stream(type.getEnumConstants())
                                    .map(constant -> ((Enum<?>) constant).name())
                                    .toList()
                                    .lastIndexOf("Unrecognized")
                            == type.getEnumConstants().length - 1));

    @Test
    void everyRecordToleratesUnknownFields() {
        RECORDS_TOLERATE_UNKNOWN_FIELDS.check(API);
        assertThat(API.stream().filter(JavaClass::isRecord)).hasSizeGreaterThan(40);
        assertThat(RECORDS_TOLERATE_UNKNOWN_FIELDS
                        .evaluate(PLANTED)
                        .getFailureReport()
                        .getDetails())
                .singleElement()
                .asString()
                .contains("StrictRecord");
    }

    @Test
    void everyEnumToleratesUnknownWords() {
        ENUMS_TOLERATE_UNKNOWN_WORDS.check(API);
        assertThat(ENUMS_TOLERATE_UNKNOWN_WORDS
                        .evaluate(PLANTED)
                        .getFailureReport()
                        .getDetails())
                .singleElement()
                .asString()
                .contains("StrictWord");
    }

    private interface Requirement {
        boolean holds(Class<?> type);
    }

    private static ArchCondition<JavaClass> condition(String description, Requirement requirement) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean holds = requirement.holds(type.reflect());
                events.add(new SimpleConditionEvent(type, holds, type.getName() + " does not " + description));
            }
        };
    }
}
