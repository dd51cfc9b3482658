package dev.touchstone.junit;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/**
 * Holds this room's arrows of {@code docs/architecture.md}; the command line's test holds the rest.
 */
class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.touchstone.junit");

  @Test
  void seesTheRoom() {
    assertThat(CLASSES).hasSizeGreaterThan(12);
  }

  @Test
  void composesTheRoomsBelowAndKnowsNoneBesideIt() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.touchstone..")
                .and(
                    DescribedPredicate.not(
                        resideInAnyPackage(
                            "dev.touchstone.junit..",
                            "dev.touchstone.runner..",
                            "dev.touchstone.reports..",
                            "dev.touchstone.baselines..",
                            "dev.touchstone.scenarios.."))))
        .because("a composition root stands on the rooms below it, see docs/architecture.md")
        .check(CLASSES);
  }

  @Test
  void neitherPrintsNorExitsNorTouchesTheRuntime() {
    noClasses().should().callMethod(System.class, "exit", int.class).check(CLASSES);
    noClasses()
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .because("a test engine speaks through its listener")
        .check(CLASSES);
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("ai.onnxruntime..")
        .because("models run in workers, and are made in compression")
        .check(CLASSES);
  }

  @Test
  void needsOfJunitOnlyWhatEnginesAreMadeOf() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.junit.jupiter..", "org.junit.platform.launcher..")
        .because("projects bring a launcher of their own, of a version of their own")
        .check(CLASSES);
  }
}
