package dev.touchstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.ArmRole;
import dev.touchstone.baselines.Interval;
import dev.touchstone.baselines.Outcome;
import dev.touchstone.baselines.TimeDomain;
import dev.touchstone.baselines.store.BaselineStore;
import dev.touchstone.baselines.store.PairedChange;
import dev.touchstone.baselines.store.RunRecord;
import dev.touchstone.scenarios.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryCommandTest {

  private static final Instant FIRST = Instant.parse("2026-09-01T03:00:00Z");

  @TempDir Path folder;

  private Path root() {
    return folder.resolve("store");
  }

  /** Thirty nights, of which the last six are 3 % slower. */
  private void remember(int nights, int slowFrom) {
    Random random = new Random(1);
    BaselineStore store = BaselineStore.open(root());
    for (int i = 0; i < nights; i++) {
      double ratio = 0.002 * random.nextGaussian() + (i >= slowFrom ? 0.03 : 0);
      store.record(night(i, ratio, i >= slowFrom ? "1.29.0" : "1.28.0"));
    }
  }

  private static RunRecord night(int number, double ratio, String runtime) {
    Arm reference = arm(Arm.REFERENCE, ArmRole.REFERENCE, "a".repeat(64));
    Arm candidate = arm("int8", ArmRole.CANDIDATE, "c".repeat(64));
    PairedChange change =
        new PairedChange(
            "int8",
            Arm.REFERENCE,
            Metric.LATENCY_P50,
            TimeDomain.WALL,
            ratio,
            new Interval(ratio - 0.01, ratio + 0.01, PairedChange.LEVEL),
            20);
    return new RunRecord(
        "run-%03d".formatted(number),
        "kws",
        "this-machine",
        FIRST.plus(number, ChronoUnit.DAYS),
        "1.0.0",
        Outcome.PASS,
        Optional.empty(),
        Map.of(),
        Map.of("runtime.version", runtime),
        List.of(reference, candidate),
        List.of(),
        List.of(change));
  }

  private static Arm arm(String name, ArmRole role, String sha256) {
    return new Arm(name, role, Path.of(name + ".onnx"), sha256, 100, Map.of());
  }

  private Answer history(Object... more) {
    Object[] all = new Object[more.length + 4];
    Object[] first = {"history", "kws", "--store", root()};
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return Answer.quickly(all);
  }

  @Test
  void tellsWhereItGotWorseUntilSomebodyAcceptsThat() throws IOException {
    remember(30, 24);
    Path csv = folder.resolve("nights.csv");
    Path svg = folder.resolve("nights.svg");

    Answer open = history("--csv", csv, "--svg", svg);

    assertThat(open.code()).as(open.err()).isEqualTo(1);
    assertThat(open.out())
        .contains("kws on this-machine, int8: latency.p50", "30 nights from 2026-09-01")
        .contains("▲ 2026-09-25", "worse, open", "between run-023 and run-024")
        .contains("runtime.version: 1.28.0 → 1.29.0", "1 change for the worse is open");
    assertThat(Files.readAllLines(csv)).hasSize(31);
    assertThat(Files.readString(svg)).startsWith("<svg ").contains("prefers-color-scheme");

    assertThat(history("--acknowledge").err()).contains("--because is missing");
    Answer accepted = history("--acknowledge", "--because", "agreed with product");
    assertThat(accepted.code()).isZero();
    assertThat(accepted.out()).contains("worse, accepted", "agreed with product", "✓ PASS");
    assertThat(history().code()).isZero();
  }

  @Test
  void passesANewSeriesAndSaysThatItIsTooShort() {
    remember(4, 4);
    Answer answer = history();
    assertThat(answer.code()).isZero();
    assertThat(answer.out()).contains("fewer than 13 nights: no change can be told from chance");
  }

  @Test
  void readsNumbersFromElsewhere() throws IOException {
    StringBuilder rows = new StringBuilder("when,value\n");
    for (int i = 0; i < 28; i++) {
      rows.append("2026-02-%02d,%d.0%d%n".formatted(i + 1, i < 20 ? 0 : 1, i % 3));
    }
    Path file = Files.writeString(folder.resolve("numbers.csv"), rows);
    Answer answer = Answer.to("history", "--series", file);
    assertThat(answer.code()).isEqualTo(1);
    assertThat(answer.out()).contains("▲ 2026-02-21", "between row 20 and row 21");

    Files.writeString(file, "when,value\n2026-02-01,fast\n");
    assertThat(Answer.to("history", "--series", file).err())
        .contains("numbers.csv: row 1 cannot be understood", "fast");
    assertThat(Answer.to("history", "--series", folder.resolve("none.csv")).code()).isEqualTo(70);
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThat(Answer.to("history").err()).contains("name a scenario");
    assertThat(history().err()).contains("remembers no run of \"kws\" on this-machine");
    remember(2, 2);
    assertThat(history("--metric", "latency.p5").err()).contains("must be one of", "latency.p50");
    assertThat(history("--candidate", "int4").err()).contains("\"int4\" must be one of int8");
    assertThat(history("--re-pin", "--because", "why").err())
        .contains("have one and the same reference");
  }

  @Test
  void measuresANewReferenceAgainstTheOneBefore() throws IOException {
    Path model = SmallModel.relu(folder.resolve("model.onnx"), 8);
    Path scenario =
        Files.writeString(
            folder.resolve("kws.yaml"),
            """
            touchstone: 1
            name: kws
            model: {reference: model.onnx}
            recipes: [{name: ready, model: ready.onnx}]
            requirements: [{metric: latency.p50, against: reference, allow: 1 %, catch: 5 %}]
            """);
    SmallModel.relu(folder.resolve("ready.onnx"), 8);
    run(scenario, "first");
    SmallModel.relu(model, 8, "another-name");
    run(scenario, "second");

    assertThat(history().out())
        .containsIgnoringWhitespaces("the series begins anew, 1 night before it is not compared");
    Answer repin =
        history("--re-pin", "--because", "exported anew", "--out", folder.resolve("re-pin"));

    assertThat(repin.out())
        .contains("latency.p50: the reference of today is at", "from 8 pairs", "2 nights from")
        .containsIgnoringWhitespaces("the series is chained by their ratio");
    assertThat(BaselineStore.open(root()).history("kws", "this-machine").repins())
        .anySatisfy(each -> assertThat(each.because()).isEqualTo("exported anew"));
  }

  private void run(Path scenario, String night) {
    Answer run =
        Answer.quickly(
            "nightly",
            folder,
            "--store",
            root(),
            "--out",
            folder.resolve("nights"),
            "--night",
            night);
    assertThat(run.out()).as(run.err()).contains(scenario.getFileName().toString());
  }
}
