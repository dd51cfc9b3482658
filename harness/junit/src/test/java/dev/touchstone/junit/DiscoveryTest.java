package dev.touchstone.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClasspathResource;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClasspathRoots;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectDirectory;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectFile;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;
import static org.junit.platform.launcher.TagFilter.excludeTags;
import static org.junit.platform.launcher.TagFilter.includeTags;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.Filter;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.engine.support.descriptor.FilePosition;
import org.junit.platform.engine.support.descriptor.FileSource;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** What is found, through the platform's own launcher; nothing is measured. */
class DiscoveryTest {

  private static final String INT8 = "int8-static";
  private static final String SIZE = "surface-defects int8-static: size at most 256 KiB";
  private static final String RECALL = "quality.recall for each class at least 0.00 %";

  @TempDir private Path folder = Path.of("");

  /** Stands for a bundled scenario; other engines do not know it. */
  @Scenarios("surface-defects")
  static final class Marked {}

  @Scenarios("surfase-defects")
  static final class Misspelled {}

  private static TestPlan plan(
      LauncherDiscoveryRequestBuilder request, DiscoverySelector... selectors) {
    return LauncherFactory.create()
        .discover(
            request
                .selectors(selectors)
                .filters(EngineFilter.includeEngines(TouchstoneEngine.ID))
                .build());
  }

  private static TestPlan plan(DiscoverySelector... selectors) {
    return plan(LauncherDiscoveryRequestBuilder.request(), selectors);
  }

  private static TestPlan filtered(Filter<?> filter, DiscoverySelector... selectors) {
    return plan(LauncherDiscoveryRequestBuilder.request().filters(filter), selectors);
  }

  private static List<TestIdentifier> all(TestPlan plan) {
    return plan.getRoots().stream()
        .flatMap(root -> Stream.concat(Stream.of(root), plan.getDescendants(root).stream()))
        .filter(each -> each.getParentId().isPresent())
        .toList();
  }

  private static List<String> names(TestPlan plan) {
    return all(plan).stream().map(TestIdentifier::getDisplayName).toList();
  }

  private static TestIdentifier named(TestPlan plan, String name) {
    return all(plan).stream()
        .filter(each -> each.getDisplayName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is none of " + names(plan)));
  }

  @Test
  void isAServiceOfThePlatform() {
    assertThat(ServiceLoader.load(TestEngine.class))
        .filteredOn(engine -> engine.getId().equals("touchstone"))
        .singleElement()
        .satisfies(
            engine -> {
              assertThat(engine).isInstanceOf(TouchstoneEngine.class);
              assertThat(engine.getArtifactId()).contains("touchstone-junit");
              assertThat(engine.getVersion()).get().asString().isNotBlank();
            });
  }

  @Test
  void showsScenarioCandidatesAndRequirements() throws IOException {
    TestPlan plan = plan(selectFile(SmallScenario.in(folder).toFile()));

    assertThat(names(plan))
        .containsExactlyInAnyOrder(
            "small",
            INT8,
            "small int8-static: size at most 256 KiB",
            "small int8-static: size gain against reference at least 90 %",
            "small int8-static: latency.p50 against reference: allow 0.5 %, catch 3 %",
            "small int8-static: latency.p50 against deployed: allow 0.5 %, catch 3 %",
            RECALL,
            "strict",
            "small strict: size at most 256 KiB",
            "small strict: size gain against reference at least 90 %",
            "small strict: latency.p50 against reference: allow 0.5 %, catch 3 %",
            "small strict: latency.p50 against deployed: allow 0.5 %, catch 3 %",
            RECALL);
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void knowsTheLineOfARequirement() throws IOException {
    Path file = SmallScenario.in(folder);

    assertThat(
            named(plan(selectFile(file.toFile())), "small strict: size at most 256 KiB")
                .getSource())
        .contains(FileSource.from(file.toFile(), FilePosition.from(12, 5)));
  }

  @Test
  void tagsByScenarioProfileAndMetric() throws IOException {
    TestPlan plan = plan(selectFile(SmallScenario.in(folder).toFile()));

    assertThat(named(plan, RECALL).getTags())
        .isEqualTo(
            Set.of(
                TestTag.create("small"),
                TestTag.create("this-machine"),
                TestTag.create("quality"),
                TestTag.create("quality.recall")));
  }

  @Nested
  class Finds {

    @Test
    void theScenariosOfAFolderButNotWhatLiesBesideThem() throws IOException {
      SmallScenario.in(folder);
      SmallScenario.in(folder, "other", "recipes: [int8-static]\n" + requirement("size"));
      Files.createDirectory(folder.resolve("data.yaml"));

      assertThat(all(plan(selectDirectory(folder.toFile()))))
          .filteredOn(each -> each.getUniqueIdObject().getSegments().size() == 2)
          .extracting(TestIdentifier::getDisplayName)
          .containsExactly("other", "small");
    }

    @Test
    void aBundledScenarioAsAResource() {
      String resource = "dev/touchstone/scenarios/bundled/scenarios/surface-defects-careless.yaml";

      assertThat(names(plan(selectClasspathResource(resource))))
          .contains("surface-defects-careless", "careless-int8");
    }

    @Test
    void whatAMarkedClassStandsFor() {
      TestPlan plan = plan(selectClass(Marked.class));

      assertThat(names(plan)).startsWith("Marked").contains("surface-defects", INT8);
      assertThat(named(plan, INT8).getUniqueId())
          .startsWith("[engine:touchstone]/[class:" + Marked.class.getName() + "]/[bundled:");
    }

    @Test
    void markedClassesOfAPackageWhoseNamesPassTheFilters() {
      String here = DiscoveryTest.class.getPackageName();

      assertThat(
              names(
                  filtered(
                      ClassNameFilter.includeClassNamePatterns(".*Marked"), selectPackage(here))))
          .contains("Marked")
          .doesNotContain("Misspelled");
      assertThat(
              names(
                  filtered(
                      ClassNameFilter.excludeClassNamePatterns(".*Marked", ".*Misspelled"),
                      selectPackage(here))))
          .isEmpty();
    }

    @Test
    void nothingInAClassOfAnotherEngine() {
      assertThat(names(plan(selectClass(DiscoveryTest.class)))).isEmpty();
    }

    @Test
    void whatTheParameterNamesWhereAWholeClassPathIsScanned() throws IOException {
      Path file = SmallScenario.in(folder);
      Path classes = Files.createDirectory(folder.resolve("classes"));
      LauncherDiscoveryRequestBuilder request =
          LauncherDiscoveryRequestBuilder.request()
              .selectors(selectClasspathRoots(Set.of(classes)))
              .configurationParameter("touchstone.scenarios", file.toString());

      assertThat(names(plan(request))).contains("small");
    }

    @Test
    void nothingBehindAnIdentifierOfAClassThatIsGone() {
      assertThatThrownBy(() -> plan(selectUniqueId("[engine:touchstone]/[class:com.example.Gone]")))
          .hasStackTraceContaining("com.example.Gone")
          .hasStackTraceContaining("could not be resolved");
    }

    @Test
    void whatTheParameterNamesForTheWholeEngine() throws IOException {
      Path file = SmallScenario.in(folder);
      LauncherDiscoveryRequestBuilder request =
          LauncherDiscoveryRequestBuilder.request()
              .configurationParameter(
                  "touchstone.scenarios", file + ", surface-defects-careless, ");

      assertThat(names(plan(request, selectUniqueId("[engine:touchstone]"))))
          .contains("small", "surface-defects-careless");
    }
  }

  @Nested
  class Selects {

    @Test
    void byTheIdentifierOfEverythingThatItShows() throws IOException {
      TestPlan whole = plan(selectFile(SmallScenario.in(folder).toFile()));

      assertThat(all(whole))
          .allSatisfy(
              each ->
                  assertThat(all(plan(selectUniqueId(each.getUniqueId()))))
                      .contains(each)
                      .allMatch(
                          other ->
                              other.getUniqueIdObject().hasPrefix(each.getUniqueIdObject())
                                  || each.getUniqueIdObject()
                                      .hasPrefix(other.getUniqueIdObject())));
    }

    @Test
    void belowAClassByIdentifierToo() {
      TestIdentifier size = named(plan(selectClass(Marked.class)), SIZE);

      assertThat(names(plan(selectUniqueId(size.getUniqueId()))))
          .containsExactlyInAnyOrder("Marked", "surface-defects", INT8, SIZE);
    }

    /** As was told of a candidate that could not be made; next time its slices may be judged. */
    @Test
    void allSlicesByTheIdentifierOfAll() throws IOException {
      TestPlan plan = plan(selectFile(SmallScenario.in(folder).toFile()));
      String recall = named(plan, RECALL).getUniqueId();

      assertThat(all(plan(selectUniqueId(recall + "/[slice:all]"))))
          .isEqualTo(all(plan(selectUniqueId(recall))));
    }

    @Test
    void byTags() throws IOException {
      Path file = SmallScenario.in(folder);

      assertThat(names(filtered(includeTags("quality"), selectFile(file.toFile()))))
          .containsExactlyInAnyOrder("small", INT8, RECALL, "strict", RECALL);
      assertThat(names(filtered(excludeTags("this-machine"), selectFile(file.toFile())))).isEmpty();
    }
  }

  private static String requirement(String metric) {
    return "requirements:\n  - {metric: " + metric + ", at-most: 256 KiB}\n";
  }
}
