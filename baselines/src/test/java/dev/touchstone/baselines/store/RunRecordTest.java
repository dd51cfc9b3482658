package dev.touchstone.baselines.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.Environment;
import dev.touchstone.baselines.Gate;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.Runs;
import dev.touchstone.baselines.TimeDomain;
import dev.touchstone.baselines.Verdict;
import dev.touchstone.scenarios.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunRecordTest {

  private static final Path FILE = Path.of("runs/run.csv");

  @TempDir private Path temporary = Path.of("");

  @Test
  void isReadAsItWasWritten() {
    RunRecord record = record(Runs.unchanged().build());

    assertThat(RunRecordText.read(FILE, RunRecordText.of(record))).isEqualTo(record);
    assertThat(record.measurements()).isNotEmpty();
    assertThat(record.changes()).isNotEmpty();
  }

  @Test
  void isReadAsItWasWrittenWithNamesThatACarelessFormatWouldBreak() {
    RunRecord record = record(Results.classification());

    assertThat(RunRecordText.read(FILE, RunRecordText.of(record))).isEqualTo(record);
    assertThat(record.arm(Results.ODD_NAME))
        .hasValueSatisfying(arm -> assertThat(arm.sha256()).isEqualTo("bb"));
  }

  @Test
  void takesAFewKibibytes() {
    assertThat(RunRecordText.of(record(Runs.unchanged().build()))).hasSizeLessThan(16 * 1024);
  }

  @Test
  void keepsTheLogRatioOfACandidateThatIsThreePercentSlowerAsPositive() {
    RunRecord record = record(Runs.unchanged().slower(1.03).build());

    for (String against : List.of(Arm.REFERENCE, Arm.DEPLOYED)) {
      assertThat(record.changes())
          .filteredOn(c -> c.metric() == Metric.LATENCY_P50 && c.domain() == TimeDomain.WALL)
          .filteredOn(c -> c.against().equals(against))
          .singleElement()
          .satisfies(
              change -> {
                assertThat(change.arm()).isEqualTo(Runs.CANDIDATE);
                assertThat(change.logRatio()).isCloseTo(Math.log(1.03), within(0.01));
                assertThat(change.interval().lower()).isLessThan(change.logRatio());
                assertThat(change.interval().upper()).isGreaterThan(change.logRatio());
                assertThat(change.pairs()).isEqualTo(40);
              });
    }
  }

  @Test
  void keepsWhatMakesRunsUnlikeAndNotWhatChangesByTheMinute() {
    RunResult run =
        with(
            "cpu.model", "Fast one",
            "runtime.version", "1.29.0",
            "board.firmware", "7",
            "load.average-before", "2.07",
            "memory.available-bytes-before", "1",
            "injected-work.int8-static", "0.1");

    RunRecord record = record(run);

    assertThat(record.context())
        .containsExactly(
            Map.entry(RunContext.TOOL, run.provenance().toolVersion()),
            Map.entry("cpu.model", "Fast one"),
            Map.entry("runtime.version", "1.29.0"),
            Map.entry("board.firmware", "7"));
    assertThat(record.injected()).containsExactly(Map.entry("injected-work.int8-static", "0.1"));
  }

  @Test
  void tellsWhichFactsDiffer() {
    assertThat(
            RunContext.differences(
                Map.of("runtime.version", "1.28.0", "cpu.model", "x"),
                Map.of("runtime.version", "1.29.0", "cpu.model", "x")))
        .containsExactly("runtime.version: 1.28.0 → 1.29.0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          outcome,PASS | outcome,FAIL | was changed after it was written
          seal,        | foil,        | is not whole
          """)
  void isNotReadOnceSomebodyChangedIt(String found, String replacement, String message) {
    String text = RunRecordText.of(record(Runs.unchanged().build()));

    assertThatThrownBy(() -> RunRecordText.read(FILE, text.replace(found, replacement)))
        .isInstanceOf(UnreadableResultException.class)
        .hasMessageContaining(FILE + ": " + message);
  }

  @Test
  void isReadWithOtherLineEnds() {
    RunRecord record = record(Runs.unchanged().build());

    assertThat(RunRecordText.read(FILE, RunRecordText.of(record).replace("\n", "\r\n")))
        .isEqualTo(record);
  }

  @Test
  void isNotReadFromANewerSchema() {
    String text = RunRecordText.of(record(Runs.unchanged().build()));
    String newer = text.substring(0, text.lastIndexOf("seal,")).replace("schema,1", "schema,2");

    assertThatThrownBy(() -> RunRecordText.read(FILE, Seal.on(newer, 12)))
        .hasMessage(
            FILE + ": was written in schema 2; this version reads up to 1; use a newer Touchstone");
  }

  @Test
  void isKeptByAStoreInTheOrderOfTime() {
    BaselineStore store = BaselineStore.open(temporary);
    RunRecord second = at("b", "2026-11-22T01:00:00Z");
    RunRecord first = at("c", "2026-11-21T01:00:00Z");
    store.record(second);
    store.record(first);
    store.record(second);

    assertThat(store.runs(first.scenario(), first.profile())).containsExactly(first, second);
    assertThat(store.runs(first.scenario(), "another")).isEmpty();
  }

  @Test
  void isNeverReplacedByAnotherRunOfTheSameId() {
    BaselineStore store = BaselineStore.open(temporary);
    store.record(at("a", "2026-11-21T01:00:00Z"));

    assertThatThrownBy(() -> store.record(at("a", "2026-11-22T01:00:00Z")))
        .isInstanceOf(UnreadableResultException.class)
        .hasMessageContaining("is another run of the same id");
  }

  @Test
  void leavesNothingHalfWrittenBeside() throws IOException {
    BaselineStore store = BaselineStore.open(temporary);
    RunRecord record = at("a", "2026-11-21T01:00:00Z");
    store.record(record);

    try (var files = Files.walk(temporary.resolve("runs"))) {
      assertThat(files.filter(Files::isRegularFile)).hasSize(1);
    }
  }

  private static RunRecord at(String id, String started) {
    RunRecord r = record(Runs.unchanged().build());
    return new RunRecord(
        id,
        r.scenario(),
        r.profile(),
        Instant.parse(started),
        r.toolVersion(),
        r.outcome(),
        r.emulation(),
        r.injected(),
        r.context(),
        r.arms(),
        r.measurements(),
        r.changes());
  }

  private static RunRecord record(RunResult run) {
    Verdict verdict = Gate.judge(List.of(), run);
    return RunRecord.of(verdict);
  }

  private static RunResult with(String... facts) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < facts.length; i += 2) {
      map.put(facts[i], facts[i + 1]);
    }
    RunResult run = Results.withoutData();
    return new RunResult(
        run.id(),
        run.provenance(),
        run.scenarioName(),
        run.scenarioText(),
        run.profileName(),
        run.seed(),
        new Environment(map, List.of(), List.of()),
        run.arms(),
        run.faults(),
        run.solo(),
        run.floor(),
        run.memory(),
        run.coldStarts(),
        run.campaigns(),
        run.samples(),
        run.predictions());
  }
}
