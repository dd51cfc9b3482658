package dev.touchstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.baselines.SelftestRound.Kind;
import dev.touchstone.scenarios.Loss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelftestCommandTest {

  @TempDir Path folder;

  private Path model() {
    return SmallModel.relu(folder.resolve("model.onnx"), 8);
  }

  private SelftestJob job() {
    Loss slowdown = new Loss(0.04, Loss.Scale.RELATIVE);
    return SelftestJob.of(model(), "this-machine", slowdown, QuickCommands.QUICK);
  }

  @Test
  void takesBothKindsByTurnsInARandomOrderThatTheSeedRepeats() {
    List<SelftestJob.Turn> turns = job().turns(20, 5);
    List<List<Kind>> couples =
        IntStream.range(0, 20)
            .mapToObj(i -> List.of(turns.get(2 * i).kind(), turns.get(2 * i + 1).kind()))
            .toList();

    assertThat(turns).hasSize(40).isEqualTo(job().turns(20, 5));
    assertThat(couples)
        .allSatisfy(c -> assertThat(c).containsExactlyInAnyOrder(Kind.values()))
        .contains(List.of(Kind.SLOWED, Kind.UNCHANGED), List.of(Kind.UNCHANGED, Kind.SLOWED));
    assertThat(turns).extracting(turn -> turn.plan().seed()).doesNotHaveDuplicates();
  }

  @Test
  void slowsTheCandidateDownByWhatTheGateIsToCatch() {
    List<SelftestJob.Turn> turns = job().turns(1, 5);

    assertThat(turns)
        .allSatisfy(
            turn ->
                assertThat(turn.plan().settings().injectedWork())
                    .isEqualTo(turn.kind() == Kind.SLOWED ? Map.of("again", 0.04) : Map.of()));
    assertThat(job().scenario().requirements())
        .singleElement()
        .hasToString("latency.p50 against reference: allow 0.5 %, catch 4 %");
  }

  @Test
  void printsEachVerdictAndKeepsTheRunsThatWereNotRight() throws IOException {
    Path out = folder.resolve("out");

    Answer answer = Answer.quickly("selftest", model(), "--rounds", 1, "--seed", 3, "--out", out);

    assertThat(answer.out().lines().filter(l -> l.endsWith("? INCONCLUSIVE, undecided")))
        .hasSize(2);
    assertThat(answer.out())
        .contains("unchanged", "+3 %", "0 of 1 unchanged", "0 of 1 slowed by 3 %")
        .contains("✗ FAIL  The instrument does not hold its word on this machine");
    assertThat(answer.err()).contains("1 times unchanged and 1 times slowed by 3%");
    assertThat(answer.code()).isEqualTo(1);
    assertThat(Files.readString(out.resolve("selftest.txt"))).isEqualTo(answer.out());
    assertThat(out.resolve("selftest.csv")).isRegularFile();
    assertThat(Answer.to("judge", out.resolve("02")).code()).isEqualTo(3);
  }
}
