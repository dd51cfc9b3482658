package dev.touchstone.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.touchstone.scenarios.problem.Problem;
import dev.touchstone.scenarios.problem.Problems;
import dev.touchstone.scenarios.problem.ScenarioException;
import dev.touchstone.scenarios.yaml.Fields;
import dev.touchstone.scenarios.yaml.YamlReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoadingReaderTest {

  private final Problems problems = new Problems();

  private Loading read(String yaml) {
    Fields scenario =
        Fields.of(
            YamlReader.read(yaml, "board.yaml", problems).orElseThrow(),
            "a scenario",
            List.of("loading", "name"),
            problems);
    return new LoadingReader(problems).loading(scenario);
  }

  @Test
  void loadsFromAFileInAWarmPageCacheIfNothingIsSaid() {
    assertThat(read("name: board\n")).isEqualTo(Loading.STANDARD);
    assertThat(read("loading: {}\n")).isEqualTo(Loading.STANDARD);
  }

  @Test
  void readsEverythingThatCanBeSaid() {
    Loading loading =
        read(
            """
            loading:
              from: bytes
              page-cache: dropped
              options: {session.disable_prepacking: 1, mlas.enable_gemm_fastmath_arm64_bfloat16: 0}
            """);

    assertThat(loading)
        .isEqualTo(
            new Loading(
                Loading.Source.BYTES,
                PageCache.DROPPED,
                Map.of(
                    "session.disable_prepacking",
                    "1",
                    "mlas.enable_gemm_fastmath_arm64_bfloat16",
                    "0")));
    assertThat(problems.isEmpty()).isTrue();
  }

  @Test
  void reportsEveryMistake() {
    read("loading: {from: disk, page-cache: cold, options: [session.disable_prepacking]}\n");

    assertThat(catchThrowableOfType(ScenarioException.class, problems::throwIfAny).problems())
        .extracting(Problem::message)
        .satisfiesExactly(
            one -> assertThat(one).contains("\"disk\"", "file", "bytes"),
            two -> assertThat(two).contains("\"cold\"", "warm", "dropped"),
            three -> assertThat(three).contains("no mapping"));
  }
}
