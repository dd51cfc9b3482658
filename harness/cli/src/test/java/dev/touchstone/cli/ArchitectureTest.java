package dev.touchstone.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the arrows of {@code docs/architecture.md}. */
class ArchitectureTest {

  private static final String ROOT = "dev.touchstone.";

  /** For each room the rooms that it may use; the one place where an arrow is drawn. */
  private static final Map<String, List<String>> ARROWS =
      Map.ofEntries(
          Map.entry("scenarios", List.of()),
          Map.entry("worker", List.of()),
          Map.entry("recipes", List.of("scenarios")),
          Map.entry("training", List.of("scenarios", "recipes")),
          Map.entry("baselines", List.of("scenarios")),
          Map.entry("reports", List.of("scenarios", "baselines")),
          Map.entry("kernels", List.of("scenarios", "recipes", "worker")),
          Map.entry("runner", List.of("scenarios", "recipes", "baselines", "worker")));

  /**
   * A floor under the number of classes seen, so that a wrong class path cannot pass for a clean
   * house.
   */
  private static final int FEWEST_CLASSES = 150;

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.touchstone");

  static Stream<Map.Entry<String, List<String>>> arrows() {
    return ARROWS.entrySet().stream();
  }

  @Test
  void seesTheWholeHouse() {
    assertThat(CLASSES).hasSizeGreaterThan(FEWEST_CLASSES);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("arrows")
  void roomsUseOnlyTheRoomsBelowThem(Map.Entry<String, List<String>> room) {
    String[] allowed =
        Stream.concat(Stream.of(room.getKey()), room.getValue().stream())
            .map(name -> ROOT + name + "..")
            .toArray(String[]::new);
    DescribedPredicate<JavaClass> elsewhere =
        resideInAPackage("dev.touchstone..")
            .and(DescribedPredicate.not(resideInAnyPackage(allowed)));
    noClasses()
        .that()
        .resideInAPackage(ROOT + room.getKey() + "..")
        .should()
        .dependOnClassesThat(elsewhere)
        .because("arrows point down, see docs/architecture.md")
        .allowEmptyShould(room.getKey().equals("kernels")) // not on the command line's class path
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.touchstone.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void onlyTheCommandLineExits() {
    noClasses()
        .that(
            DescribedPredicate.not(
                resideInAnyPackage("dev.touchstone.cli..", "dev.touchstone.worker..")))
        .should()
        .callMethod(System.class, "exit", int.class)
        .because("everything else returns a value and lets the command line decide")
        .check(CLASSES);
  }

  @Test
  void onlyTheCommandLinePrints() {
    noClasses()
        .that(
            DescribedPredicate.not(
                resideInAnyPackage("dev.touchstone.cli..", "dev.touchstone.worker..")))
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .because(
            "results belong on standard output and nowhere else; the worker speaks its protocol there")
        .check(CLASSES);
  }

  @Test
  void onlyTheWorkerAndCompressionTouchTheRuntime() {
    noClasses()
        .that(
            DescribedPredicate.not(
                resideInAnyPackage(
                    "dev.touchstone.worker..",
                    "dev.touchstone.recipes..",
                    "dev.touchstone.training..")))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("ai.onnxruntime..")
        .because("a runtime in the judging process would disturb what it judges")
        .check(CLASSES);
  }

  @Test
  void onlyTheWorkerReadsTheNanosecondClock() {
    noClasses()
        .that(
            DescribedPredicate.not(
                resideInAnyPackage("dev.touchstone.worker..", "dev.touchstone.kernels..")))
        .should()
        .callMethod(System.class, "nanoTime")
        .because("what is timed is timed in the measured process, on one clock")
        .check(CLASSES);
  }
}
