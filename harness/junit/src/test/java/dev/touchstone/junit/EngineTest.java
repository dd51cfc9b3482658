package dev.touchstone.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.platform.engine.TestExecutionResult.Status.ABORTED;
import static org.junit.platform.engine.TestExecutionResult.Status.FAILED;
import static org.junit.platform.engine.TestExecutionResult.Status.SUCCESSFUL;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectFile;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;

import dev.touchstone.baselines.store.ResultFolder;
import dev.touchstone.runner.job.StoredRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.EventType;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** A whole run with real workers. */
@Timeout(300)
class EngineTest {

  @TempDir private static Path folder = Path.of("");

  private static Path file = Path.of("");
  private static EngineExecutionResults results;

  @BeforeAll
  static void runOnce() throws Exception {
    file = SmallScenario.in(folder);
    results = kit().selectors(selectFile(file.toFile())).execute();
  }

  private static EngineTestKit.Builder kit() {
    return EngineTestKit.engine(new TouchstoneEngine(SmallScenario.FEW))
        .configurationParameter("touchstone.out", folder.resolve("out").toString())
        .configurationParameter("touchstone.store", folder.resolve("store").toString())
        .configurationParameter("touchstone.seed", "7");
  }

  private static List<Event> finished(EngineExecutionResults of, String part) {
    return of.testEvents()
        .filter(e -> e.getType() == EventType.FINISHED)
        .filter(e -> e.getTestDescriptor().getUniqueId().toString().contains(part))
        .toList();
  }

  private static Tuple told(Event event) {
    return tuple(
        event.getTestDescriptor().getDisplayName(),
        event.getRequiredPayload(TestExecutionResult.class).getStatus());
  }

  private static Throwable reason(String part) {
    return finished(results, part)
        .get(0)
        .getRequiredPayload(TestExecutionResult.class)
        .getThrowable()
        .orElseThrow();
  }

  @Test
  void tellsWhatHoldsWhatDoesNotAndWhatIsOpen() {
    assertThat(finished(results, "[candidate:int8-static]"))
        .extracting(EngineTest::told)
        .containsExactly(
            tuple("small int8-static: size at most 256 KiB", SUCCESSFUL),
            tuple("small int8-static: size gain against reference at least 90 %", FAILED),
            tuple(
                "small int8-static: latency.p50 against reference: allow 0.5 %, catch 3 %",
                ABORTED),
            tuple("small int8-static: quality.recall [class=clean]", SUCCESSFUL),
            tuple("small int8-static: quality.recall [class=scratch]", SUCCESSFUL),
            tuple("small int8-static: quality.recall [class=pit]", SUCCESSFUL),
            tuple("small int8-static: quality.recall [class=inclusion]", SUCCESSFUL),
            tuple("small int8-static: quality.recall [class=scale]", SUCCESSFUL),
            tuple("small int8-static: quality.recall [class=crack]", SUCCESSFUL));
  }

  @Test
  void abortsAllThatCannotBeSaidOfACandidate() {
    assertThat(finished(results, "[candidate:strict]"))
        .extracting(EngineTest::told)
        .containsExactly(
            tuple("small strict: size at most 256 KiB", ABORTED),
            tuple("small strict: size gain against reference at least 90 %", ABORTED),
            tuple("small strict: latency.p50 against reference: allow 0.5 %, catch 3 %", ABORTED),
            tuple("small strict: quality.recall [all]", ABORTED));
    assertThat(reason("[candidate:strict]"))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageStartingWith("INVALID: ")
        .hasMessageContaining("no calibration sample was used: class=")
        .hasMessageContaining("write calibration-check: report");
  }

  @Test
  void failsWithPlaceValueLimitReasonAndEvidence() {
    assertThat(reason("[candidate:int8-static]/[requirement:size vs reference]"))
        .isInstanceOfSatisfying(
            AssertionFailedError.class,
            error -> {
              assertThat(error.getExpected().getStringRepresentation()).isEqualTo("gain ≥ 90 %");
              assertThat(error.getActual().getStringRepresentation()).contains("KiB", "loss −7");
              assertThat(error.getStackTrace())
                  .containsExactly(new StackTraceElement("small", "int8-static", "small.yaml", 13));
            })
        .message()
        .startsWith(file + ":13:5: size vs reference of int8-static: value ")
        .contains("limit gain ≥ 90 %", "Compression did not pay")
        .endsWith("evidence: " + folder.resolve("out/small/report.html"));
  }

  @Test
  void saysWhyAComparisonIsOpenAndWhatWouldDecideIt() {
    assertThat(reason("[requirement:latency.p50 vs reference]"))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageStartingWith("INCONCLUSIVE: " + file + ":14:5: latency.p50 vs reference")
        .hasMessageContaining("at 99 %, limit 0.5/3 %")
        .hasMessageContaining("2 fork pairs decide nothing; the next look is at 12");
  }

  @Test
  void skipsWhatThereIsNothingToCompareWith() {
    assertThat(results.testEvents().skipped().list())
        .hasSize(2)
        .allSatisfy(
            event -> {
              assertThat(event.getTestDescriptor().getDisplayName())
                  .contains(": latency.p50 against deployed");
              assertThat(event.getRequiredPayload(String.class))
                  .startsWith("there is nothing to compare with");
            });
  }

  @Test
  void publishesWhatTheAnswerRestsOn() {
    assertThat(results.testEvents().reportingEntryPublished().list())
        .map(event -> event.getRequiredPayload(ReportEntry.class).getKeyValuePairs())
        .anySatisfy(
            entry ->
                assertThat(entry)
                    .containsEntry("touchstone.outcome", "PASS")
                    .containsEntry("touchstone.limit", "≥ 0.00 %")
                    .containsEntry("touchstone.confidence", "99 %")
                    .containsKeys("touchstone.value", "touchstone.interval", "touchstone.n"));
  }

  @Test
  void leavesResultReportsAndTheSeedItWasGiven() {
    Path out = folder.resolve("out/small");

    assertThat(ResultFolder.read(out.resolve(StoredRun.FOLDER)).seed()).isEqualTo(7);
    assertThat(out.resolve("report.html")).isNotEmptyFile();
    assertThat(out.resolve("junit.xml")).isNotEmptyFile();
    assertThat(out.resolve("cards/int8-static/card.md")).isNotEmptyFile();
    assertThat(folder.resolve("store")).doesNotExist();
  }

  /** One test that somebody starts again, as an IDE does. */
  @Test
  void runsOnlyWhatIsSelectedAndTellsOnlyThat() {
    UniqueId slice =
        finished(results, "[candidate:int8-static]").stream()
            .map(event -> event.getTestDescriptor().getUniqueId())
            .filter(id -> id.toString().endsWith("[slice:class=pit]"))
            .findFirst()
            .orElseThrow();

    EngineExecutionResults again = kit().selectors(selectUniqueId(slice)).execute();

    assertThat(finished(again, ""))
        .extracting(EngineTest::told)
        .containsExactly(tuple("small int8-static: quality.recall [class=pit]", SUCCESSFUL));
    Path part = folder.resolve("out/small-selected");
    assertThat(ResultFolder.read(part.resolve(StoredRun.FOLDER)).arms())
        .extracting(arm -> arm.name())
        .containsExactly("reference", "int8-static");
    assertThat(part.resolve("report.txt")).content().doesNotContain("latency.p50 vs");
  }

  @Test
  void failsASliceThatIsNotJudgedByItself() {
    UniqueId requirement =
        UniqueId.parse("[engine:touchstone]")
            .append("scenario", file.toString())
            .append("candidate", "int8-static")
            .append("requirement", "quality.recall for each class");

    EngineExecutionResults gone =
        kit().selectors(selectUniqueId(requirement.append("slice", "class=dent"))).execute();

    assertThat(gone.testEvents().started().list()).isEmpty();
    assertThat(gone.containerEvents().failed().list())
        .singleElement()
        .satisfies(
            event ->
                assertThat(event.getRequiredPayload(TestExecutionResult.class).getThrowable())
                    .get()
                    .asString()
                    .contains("no slice is judged by itself that is called \"class=dent\""));
  }

  @Test
  void failsAScenarioWhoseResultHasNoPlace() throws Exception {
    Path out = Files.createDirectory(folder.resolve("other"));
    Files.writeString(out.resolve("small"), "a file");

    EngineExecutionResults refused =
        kit()
            .selectors(selectFile(file.toFile()))
            .configurationParameter("touchstone.out", out.toString())
            .execute();

    assertThat(refused.testEvents().started().list()).isEmpty();
    assertThat(refused.containerEvents().failed().list())
        .singleElement()
        .satisfies(
            event ->
                assertThat(event.getRequiredPayload(TestExecutionResult.class).getThrowable())
                    .get()
                    .asString()
                    .contains("touchstone.out", "is a file; name a folder"));
  }
}
