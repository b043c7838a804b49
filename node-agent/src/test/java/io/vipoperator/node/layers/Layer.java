package io.vipoperator.node.layers;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;

/**
 * A rule about which package of the node agent may see what.
 *
 * @param rule in ArchUnit's terms
 * @param planted simple names of the classes in test sources that break it on purpose
 */
record Layer(ArchRule rule, List<String> planted) {
    /** Calls that ask the machine for the time or for chance, or that wait. In those layers, time is a parameter. */
    private static final Set<String> IMPURE_CALLS = Set.of(
            "java.lang.System.nanoTime",
            "java.lang.System.currentTimeMillis",
            "java.lang.Thread.sleep",
            "java.lang.Math.random",
            "java.time.Instant.now",
            "java.time.LocalDateTime.now",
            "java.time.ZonedDateTime.now",
            "java.time.OffsetDateTime.now",
            "java.time.Clock.systemUTC",
            "java.time.Clock.systemDefaultZone",
            "java.util.Random.<init>",
            "java.util.SplittableRandom.<init>",
            "java.util.UUID.randomUUID",
            "java.util.concurrent.ThreadLocalRandom.current",
            "java.util.concurrent.locks.LockSupport.parkNanos",
            "java.util.concurrent.locks.LockSupport.parkUntil",
            "java.util.concurrent.TimeUnit.sleep",
            "java.security.SecureRandom.<init>");

    Layer {
        planted = List.copyOf(planted);
    }

    /** The rules for the packages under that root. */
    static List<Layer> under(String root) {
        String vrrp = root + ".vrrp..";
        String wire = root + ".wire..";
        String loop = root + ".loop..";
        String net = root + ".net..";
        String agent = root + ".agent..";
        String health = root + ".health..";
        return List.of(
                new Layer(
                        classes()
                                .that()
                                .resideInAPackage(vrrp)
                                .should()
                                .onlyDependOnClassesThat()
                                .resideInAnyPackage(
                                        vrrp,
                                        "java.lang",
                                        "java.util",
                                        "java.util.function",
                                        "java.util.regex",
                                        "java.util.stream")
                                .as("vrrp sees java.lang and java.util only"),
                        List.of("OpensAFile")),
                new Layer(
                        classes()
                                .that()
                                .resideInAPackage(wire)
                                .should()
                                .onlyDependOnClassesThat()
                                .resideInAnyPackage(
                                        wire,
                                        vrrp,
                                        "java.lang",
                                        "java.util",
                                        "java.util.function",
                                        "java.util.stream",
                                        "java.nio",
                                        "java.security",
                                        "javax.crypto",
                                        "javax.crypto.spec")
                                .as("wire sees vrrp, byte buffers and cryptography only"),
                        List.of("SeesTheLoop")),
                new Layer(
                        classes()
                                .that()
                                .resideInAPackage(loop)
                                .should()
                                .onlyDependOnClassesThat()
                                .resideInAnyPackage(loop, wire, vrrp, "java..")
                                .as("loop sees wire, vrrp and the JDK only"),
                        List.of("SeesNet", "UsesJna", "KnowsKubernetes")),
                new Layer(
                        noClasses()
                                .that()
                                .resideOutsideOfPackage(net)
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage("com.sun.jna..")
                                .as("only net imports JNA"),
                        List.of("UsesJna")),
                new Layer(
                        noClasses()
                                .that()
                                .resideOutsideOfPackage(agent)
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(
                                        "io.fabric8..",
                                        "io.quarkus..",
                                        "io.micrometer..",
                                        "io.smallrye..",
                                        "jakarta..",
                                        "org.eclipse.microprofile..")
                                .as("only agent knows Kubernetes, Quarkus and metrics"),
                        List.of("KnowsKubernetes")),
                new Layer(
                        noClasses()
                                .that()
                                .resideOutsideOfPackages(net, agent)
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage(net)
                                .as("only agent sees net"),
                        List.of("SeesNet")),
                new Layer(
                        noClasses()
                                .that()
                                .resideOutsideOfPackage(agent)
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage(agent)
                                .as("nobody sees agent"),
                        List.of("SeesTheAgent")),
                new Layer(
                        noClasses()
                                .that()
                                .resideInAPackage(health)
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage("io.vipoperator.api..", vrrp, wire, loop, net, agent)
                                .as("health knows targets, and nothing of routers or of the API"),
                        List.of("KnowsTheApi", "TellsTheLoop")),
                new Layer(
                        slices().matching(root + ".(*)..").should().beFreeOfCycles(),
                        List.of("SeesTheAgent", "BuildsNet")),
                new Layer(
                        noClasses()
                                .that()
                                .resideInAnyPackage(vrrp, wire, loop)
                                .should()
                                .accessTargetWhere(isOneOf(IMPURE_CALLS))
                                .as("vrrp, wire and loop ask neither clock nor chance, and never sleep"),
                        List.of("ReadsTheClock", "RollsDice", "ReadsTheClockByReference")),
                new Layer(
                        noClasses()
                                .that()
                                .resideInAPackage(root + ".health")
                                .should()
                                .accessTargetWhere(isOneOf(IMPURE_CALLS))
                                .as("health asks neither clock nor chance; only its probers may"),
                        List.of("JittersByChance")),
                new Layer(
                        noClasses()
                                .should()
                                .accessTargetWhere(isOneOf(Set.of("java.lang.Thread.sleep")))
                                .as("nothing sleeps"),
                        List.of("Sleeps")));
    }

    private static DescribedPredicate<JavaAccess<?>> isOneOf(Set<String> calls) {
        return DescribedPredicate.describe(
                "is one of " + calls,
                access -> calls.contains(access.getTargetOwner().getFullName() + "." + access.getName()));
    }
}
