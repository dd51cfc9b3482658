package dev.touchstone.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectFile;

import io.qameta.allure.AllureLifecycle;
import io.qameta.allure.AllureResultsWriter;
import io.qameta.allure.junitplatform.AllureJunitPlatform;
import io.qameta.allure.model.Status;
import io.qameta.allure.model.TestResult;
import io.qameta.allure.model.TestResultContainer;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Allure's own listener for the platform understands these tests. */
@Timeout(300)
class AllureTest {

  @TempDir private Path folder = Path.of("");

  /** Keeps what Allure would write. */
  private static final class Kept implements AllureResultsWriter {

    private final List<TestResult> results = new ArrayList<>();

    @Override
    public void write(TestResult result) {
      results.add(result);
    }

    @Override
    public void write(TestResultContainer container) {}

    @Override
    public void write(String source, InputStream attachment) {}
  }

  @Test
  void writesAResultForEachRequirementAndSlice() throws Exception {
    Path file =
        SmallScenario.in(
            folder,
            "small",
            """
            recipes: [int8-static]
            requirements:
              - {metric: size, at-most: 256 KiB}
              - {metric: size, against: reference, gain-at-least: 90 %}
              - {metric: latency.p50, against: deployed, allow: 0.5 %, catch: 3 %}
              - {metric: quality.recall, for-each: class, at-least: 0 %}
            """);
    Kept kept = new Kept();
    LauncherConfig config =
        LauncherConfig.builder()
            .enableTestEngineAutoRegistration(false)
            .enableTestExecutionListenerAutoRegistration(false)
            .enablePostDiscoveryFilterAutoRegistration(false)
            .addTestEngines(new TouchstoneEngine(SmallScenario.FEW))
            .addTestExecutionListeners(new AllureJunitPlatform(new AllureLifecycle(kept)))
            .build();

    LauncherFactory.create(config)
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(selectFile(file.toFile()))
                .configurationParameter("touchstone.out", folder.resolve("out").toString())
                .build());

    assertThat(kept.results)
        .extracting(TestResult::getTitlePath, TestResult::getName, TestResult::getStatus)
        .contains(
            tuple(
                List.of("small", "int8-static"),
                "small int8-static: size at most 256 KiB",
                Status.PASSED),
            tuple(
                List.of("small", "int8-static"),
                "small int8-static: size gain against reference at least 90 %",
                Status.FAILED),
            tuple(
                List.of("small", "int8-static"),
                "small int8-static: latency.p50 against deployed: allow 0.5 %, catch 3 %",
                Status.SKIPPED),
            tuple(
                List.of("small", "int8-static", "quality.recall for each class at least 0.00 %"),
                "small int8-static: quality.recall [class=crack]",
                Status.PASSED));
    assertThat(kept.results)
        .filteredOn(result -> result.getStatus() == Status.FAILED)
        .singleElement()
        .satisfies(
            result ->
                assertThat(result.getStatusDetails().getMessage())
                    .contains("limit gain ≥ 90 %", "Compression did not pay"));
    assertThat(kept.results).extracting(TestResult::getHistoryId).doesNotHaveDuplicates();
  }
}
