package dev.pennypost;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The arrows of ARCHITECTURE.md, held against the compiled code.
class ArchitectureTest {
    private static final Path ROOT =
            Path.of(System.getProperty("pennypost.root", "..")).toAbsolutePath().normalize();
    private static final String PRODUCT = "dev.pennypost";
    private static final Pattern TABLE_ROW = Pattern.compile("(?m)^\\| `(dev\\.pennypost[a-z.]*)` \\|");

    private static final List<String> PLATFORM =
            List.of("storage", "jobs", "dns", "config", "json", "secrets", "net", "logging", "metrics");
    private static final List<String> DOORS = List.of(
            "api.resend",
            "api.autosend",
            "api.inboxes",
            "api.byok",
            "api.share",
            "api.acme",
            "api.links",
            "admin",
            "submission",
            "cli",
            "dashboard",
            "sandbox");
    private static final String SHARED_BY_DIALECTS = "api.http";
    private static final List<String> ALL_DOORS = List.of("api", "admin", "submission", "cli", "dashboard", "sandbox");

    /// Each feature with the features it may call.
    private static final Map<String, Set<String>> FEATURES = Map.ofEntries(
            Map.entry("audit", Set.of()),
            Map.entry("teams", Set.of()),
            Map.entry("accounts", Set.of("teams")),
            Map.entry("certificates", Set.of()),
            Map.entry("domains", Set.of("teams")),
            Map.entry("keys", Set.of("domains", "teams")),
            Map.entry("quotas", Set.of("teams")),
            Map.entry("requestlog", Set.of("teams")),
            Map.entry("delivery", Set.of("domains", "teams")),
            Map.entry(
                    "emails",
                    Set.of(
                            "accounts",
                            "delivery",
                            "domains",
                            "keys",
                            "quotas",
                            "statistics",
                            "suppressions",
                            "teams",
                            "templates",
                            "topics",
                            "webhooks")),
            Map.entry("statistics", Set.of("domains", "teams")),
            Map.entry("suppressions", Set.of("teams")),
            Map.entry("inboxes", Set.of("domains", "teams")),
            Map.entry("templates", Set.of("teams")),
            Map.entry("topics", Set.of("teams")),
            Map.entry("tracking", Set.of("delivery", "domains", "emails", "statistics", "teams")),
            Map.entry("upstreams", Set.of("teams")),
            Map.entry("webhooks", Set.of("teams")),
            Map.entry("streams", Set.of("teams", "webhooks")));

    /// Who all features tell what they changed.
    private static final String TOLD_BY_ALL = "audit";

    private static final List<String> ABOVE_THE_PLATFORM =
            Stream.concat(FEATURES.keySet().stream(), ALL_DOORS.stream()).toList();

    /// Classes with SQL, or with words of its drivers, whose name does not end in `Store`. The list may only
    /// shrink.
    private static final Set<String> SQL_BY_ANOTHER_NAME =
            Set.of("dev.pennypost.teams.Teams", "dev.pennypost.webhooks.MessageQueue", "dev.pennypost.cli.Explanation");

    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("/testkit/"))
            .importPackages(PRODUCT);

    @Test
    void mailKnowsNothingOfTheProduct() {
        classes()
                .that()
                .resideInAPackage("dev.pennypost.mail..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.pennypost.mail..",
                        "java..",
                        "javax..",
                        "org.jspecify..",
                        "org.slf4j..",
                        "org.xbill.DNS..",
                        "org.apache.james.mime4j..",
                        "com.ibm.icu..")
                .check(CODE);
    }

    @Test
    void thePlatformKnowsNeitherFeaturesNorDoors() {
        noClasses()
                .that()
                .resideInAnyPackage(packages(PLATFORM))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages(ABOVE_THE_PLATFORM))
                .check(CODE);
    }

    @Test
    void featuresDoNotKnowTheirDoors() {
        noClasses()
                .that()
                .resideInAnyPackage(packages(FEATURES.keySet()))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages(ALL_DOORS))
                .check(CODE);
    }

    @Test
    void featuresCallEachOtherOnlyAlongTheList() {
        FEATURES.forEach((feature, called) -> {
            var others = FEATURES.keySet().stream()
                    .filter(other -> !other.equals(feature) && !other.equals(TOLD_BY_ALL) && !called.contains(other))
                    .toList();
            if (others.isEmpty()) return;
            noClasses()
                    .that()
                    .resideInAnyPackage(packages(List.of(feature)))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(packages(others))
                    .check(CODE);
        });
    }

    @Test
    void doorsNeverCallEachOther() {
        for (String door : DOORS) {
            var others = DOORS.stream().filter(other -> !other.equals(door)).toList();
            noClasses()
                    .that()
                    .resideInAnyPackage(packages(List.of(door)))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(packages(others))
                    .allowEmptyShould(true)
                    .check(CODE);
        }
    }

    @Test
    void theGroundThatDialectsShareKnowsNoDoorAndServesNoOther() {
        noClasses()
                .that()
                .resideInAnyPackage(packages(List.of(SHARED_BY_DIALECTS)))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages(DOORS))
                .check(CODE);
        noClasses()
                .that()
                .resideInAnyPackage(packages(List.of("admin", "cli")))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages(List.of(SHARED_BY_DIALECTS)))
                .check(CODE);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.pennypost.(**)")
                .should()
                .beFreeOfCycles()
                .check(CODE.that(not(resideInAPackage(PRODUCT))));
    }

    @Test
    void nobodyReachesUpIntoTheWiringButTheCommandLineForItsSettings() {
        noClasses()
                .that()
                .resideOutsideOfPackages(PRODUCT, "dev.pennypost.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(PRODUCT)
                .check(CODE);
        noClasses()
                .that()
                .resideInAPackage("dev.pennypost.cli..")
                .should()
                .dependOnClassesThat(resideInAPackage(PRODUCT).and(not(outermost(Set.of("dev.pennypost.Settings")))))
                .check(CODE);
    }

    @Test
    void onlyTheWiringKnowsTheSandbox() {
        noClasses()
                .that()
                .resideOutsideOfPackages(PRODUCT, "dev.pennypost.sandbox..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.pennypost.sandbox..")
                .check(CODE);
    }

    @Test
    void sqlIsWrittenInStorageAndInStoresOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.pennypost.storage..", "dev.pennypost.mail..")
                .and(not(aStore()))
                .and(not(outermost(SQL_BY_ANOTHER_NAME)))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "org.jdbi..")
                .check(CODE);
    }

    @Test
    void theMapListsThePackagesThatExist() throws IOException {
        String map = Files.readString(ROOT.resolve("ARCHITECTURE.md"));
        assertThat(TABLE_ROW.matcher(map).results().map(row -> row.group(1)))
                .containsExactlyInAnyOrderElementsOf(packagesOnDisk());
    }

    private static DescribedPredicate<JavaClass> aStore() {
        return DescribedPredicate.describe(
                "a store", type -> outermostName(type).endsWith("Store"));
    }

    private static DescribedPredicate<JavaClass> outermost(Set<String> names) {
        return DescribedPredicate.describe("one of " + names, type -> names.contains(outermostName(type)));
    }

    /// The name of the class in whose file a class stands.
    private static String outermostName(JavaClass type) {
        return type.getName().split("\\$", 2)[0];
    }

    private static List<String> packagesOnDisk() throws IOException {
        var found = Stream.<String>builder();
        for (String module : List.of("mail", "testkit", "server")) {
            Path sources = ROOT.resolve(module).resolve("src/main/java");
            try (Stream<Path> files = Files.walk(sources)) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .map(file -> sources.relativize(file).toString().replace('\\', '/'))
                        .map(file -> file.substring(0, file.lastIndexOf('/')).replace('/', '.'))
                        .forEach(found::add);
            }
        }
        return found.build().distinct().toList();
    }

    private static String[] packages(Collection<String> names) {
        return names.stream().map(name -> PRODUCT + "." + name + "..").toArray(String[]::new);
    }
}
