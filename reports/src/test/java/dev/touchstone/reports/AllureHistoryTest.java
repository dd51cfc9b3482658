package dev.touchstone.reports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trend over runs that are reported in one folder. */
class AllureHistoryTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir Path folder;

  /** The same verdict, some hours later. */
  private static Verdict later(Verdict verdict, int hours) {
    RunResult run = verdict.run();
    Duration shift = Duration.ofHours(hours);
    RunResult.Provenance before = run.provenance();
    RunResult moved =
        new RunResult(
            "20260102-%02d0405-3f2a".formatted(3 + hours),
            new RunResult.Provenance(
                before.toolVersion(), before.started().plus(shift), before.finished().plus(shift)),
            run.scenarioName(),
            run.scenarioText(),
            run.profileName(),
            run.seed(),
            run.environment(),
            run.arms(),
            run.faults(),
            run.solo(),
            run.floor(),
            run.memory(),
            run.coldStarts(),
            run.campaigns(),
            run.samples(),
            run.predictions());
    return new Verdict(
        verdict.outcome(), verdict.findings(), verdict.measurements(), verdict.notes(), moved);
  }

  private void report(Verdict verdict) {
    new AllureResults().render(verdict, folder);
    new AllureReport().render(verdict, folder);
  }

  private JsonNode kept(String file) throws IOException {
    return MAPPER.readTree(Files.readString(folder.resolve(file)));
  }

  /** How many failed in each run of the trend, the latest first. */
  private List<Integer> failed() throws IOException {
    List<Integer> failed = new ArrayList<>();
    kept("allure-report/history/history-trend.json")
        .forEach(item -> failed.add(item.path("data").path("failed").asInt()));
    return failed;
  }

  @Test
  void growsByEachRun() throws IOException {
    report(Verdicts.pass());
    assertThat(failed()).containsExactly(0);
    report(later(Verdicts.fail(), 1));
    assertThat(failed()).containsExactly(1, 0);
    report(later(Verdicts.pass(), 2));
    assertThat(failed()).containsExactly(0, 1, 0);
    assertThat(kept("allure-report/history/history-trend.json").findValuesAsText("buildOrder"))
        .containsExactly("3", "2", "1");
    assertThat(kept("allure-results/history/history-trend.json")).hasSize(2);
    assertThat(kept("allure-results/executor.json").path("buildOrder").asInt()).isEqualTo(3);
  }

  @Test
  void countsARunOnceHoweverOftenItIsReported() throws IOException {
    report(Verdicts.pass());
    report(later(Verdicts.fail(), 1));
    byte[] once = Files.readAllBytes(folder.resolve("allure-report/index.html"));
    report(later(Verdicts.fail(), 1));
    assertThat(failed()).containsExactly(1, 0);
    assertThat(Files.readAllBytes(folder.resolve("allure-report/index.html"))).isEqualTo(once);
  }

  @Test
  void tellsForEachTestCaseHowItWentBefore() throws IOException {
    report(Verdicts.pass());
    report(later(Verdicts.inconclusive(), 1));
    List<String> before = new ArrayList<>();
    for (JsonNode test : kept("allure-results/history/history.json")) {
      assertThat(test.path("items")).hasSize(1);
      before.add(test.path("items").path(0).path("status").asText());
      assertThat(test.path("statistic").path("passed").asInt()).isEqualTo(1);
    }
    assertThat(before).hasSize(12).containsOnly("passed");
    assertThat(kept("allure-report/history/history.json").findValues("items"))
        .allMatch(items -> items.size() == 2);
  }

  @Test
  void beginsAnewForAnotherScenario() throws IOException {
    report(Verdicts.pass());
    report(Verdicts.bare());
    assertThat(failed()).containsExactly(0);
    assertThat(folder.resolve("allure-results/history")).doesNotExist();
  }

  @Test
  void beginsAnewAfterAFileThatNobodyCanRead() throws IOException {
    report(Verdicts.pass());
    Files.writeString(folder.resolve("allure-report/history/history-trend.json"), "[{\"data\":");
    report(later(Verdicts.fail(), 1));
    assertThat(failed()).containsExactly(1);
  }

  /** As Allure's users carry it from one build to the next. */
  @Test
  void takesTheHistoryThatSomebodyPutAmongTheResults() throws IOException {
    report(Verdicts.pass());
    Files.createDirectories(folder.resolve("fresh/allure-results"));
    Files.move(
        folder.resolve("allure-report/history"), folder.resolve("fresh/allure-results/history"));
    Verdict second = later(Verdicts.fail(), 1);
    new AllureResults().render(second, folder.resolve("fresh"));
    new AllureReport().render(second, folder.resolve("fresh"));
    assertThat(kept("fresh/allure-report/history/history-trend.json")).hasSize(2);
  }
}
