package dev.touchstone.reports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.ArmRole;
import dev.touchstone.baselines.Finding;
import dev.touchstone.baselines.Interval;
import dev.touchstone.baselines.Outcome;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.Selftest;
import dev.touchstone.baselines.SelftestRound;
import dev.touchstone.baselines.SelftestRound.Kind;
import dev.touchstone.baselines.Verdict;
import dev.touchstone.scenarios.Baseline;
import dev.touchstone.scenarios.Loss;
import dev.touchstone.scenarios.Metric;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelftestTableTest {

  private static final RunResult RUN =
      InventedRun.run(
          List.of(
              InventedRun.arm(Arm.REFERENCE, ArmRole.REFERENCE, "m.onnx", 10, Map.of()),
              InventedRun.arm("again", ArmRole.CANDIDATE, "m.onnx", 10, Map.of())),
          List.of(),
          InventedRun.environment(List.of()));

  @TempDir Path folder;

  private static SelftestRound round(Kind kind, Outcome outcome, double loss) {
    Finding finding =
        new Finding(
            Verdicts.requirement(
                Metric.LATENCY_P50,
                Verdicts.against(Baseline.REFERENCE, 0.005, 0.03, Loss.Scale.RELATIVE)),
            "again",
            "",
            outcome,
            Optional.empty(),
            Optional.empty(),
            Optional.of(new Interval(rounded(loss - 0.009), rounded(loss + 0.011), 0.99)),
            Optional.of(loss),
            20,
            "");
    return new SelftestRound(
        kind, new Verdict(outcome, List.of(finding), List.of(), List.of(), RUN));
  }

  private static double rounded(double value) {
    return Math.rint(value * 1e6) / 1e6;
  }

  private static String approved(String name) throws IOException {
    try (InputStream golden =
        Objects.requireNonNull(SelftestTableTest.class.getResourceAsStream(name), name)) {
      return new String(golden.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  static Selftest kept() {
    List<SelftestRound> rounds = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      rounds.add(round(Kind.UNCHANGED, Outcome.PASS, 0.0003 * (i - 10)));
      rounds.add(round(Kind.SLOWED, i == 7 ? Outcome.INCONCLUSIVE : Outcome.FAIL, 0.031));
    }
    return new Selftest(0.03, rounds);
  }

  static Selftest broken() {
    return new Selftest(
        0.03,
        List.of(
            round(Kind.UNCHANGED, Outcome.FAIL, 0.017),
            round(Kind.SLOWED, Outcome.FAIL, 0.031),
            round(Kind.SLOWED, Outcome.PASS, 0.001),
            round(Kind.UNCHANGED, Outcome.INVALID, 0.2)));
  }

  @Test
  void looksAsItWasApproved() throws IOException {
    SelftestReport.write(kept(), folder.resolve("kept"));
    SelftestReport.write(broken(), folder.resolve("broken"));

    assertThat(folder.resolve("kept/selftest.txt")).hasContent(approved("selftest-kept.txt"));
    assertThat(folder.resolve("broken/selftest.txt")).hasContent(approved("selftest-broken.txt"));
  }

  @Test
  void isWrittenAsOneRowForEachVerdict() throws IOException {
    SelftestReport.write(broken(), folder);

    assertThat(Files.readAllLines(folder.resolve("selftest.csv")))
        .containsExactly(
            "number,truth,injected,outcome,estimate,lower,upper,pairs,seconds,seed,run",
            "1,unchanged,0,FAIL,0.017,0.008,0.028,20,87,42,20260102-030405-3f2a",
            "2,slowed,0.03,FAIL,0.031,0.022,0.042,20,87,42,20260102-030405-3f2a",
            "3,slowed,0.03,PASS,0.001,-0.008,0.012,20,87,42,20260102-030405-3f2a",
            "4,unchanged,0,INVALID,0.2,0.191,0.211,20,87,42,20260102-030405-3f2a");
  }

  @Test
  void saysThatNothingWasJudgedWhereNothingWas() {
    List<String> summary = new SelftestTable(0.03, false).summary(new Selftest(0.03, List.of()));

    assertThat(summary.get(summary.size() - 1))
        .isEqualTo(
            "! INVALID  Too little could be measured on this machine to say: no unchanged model"
                + " judged, no slowed model judged.");
  }
}
