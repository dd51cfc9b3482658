package dev.touchstone.scenarios.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

  private static final List<String> METRICS =
      List.of("latency.p50", "latency.p95", "memory.peak", "size", "throughput");

  @ParameterizedTest(name = "{0} -> {1}: {2}")
  @CsvSource(
      textBlock =
          """
          load,        load,        0
          '',          load,        4
          lod,         load,        1
          laod,        load,        1
          lload,       load,        1
          kitten,      sitting,     3
          ca,          abc,         3
          a cat,       an act,      2
          """)
  void countsTypingMistakesWithASwapAsOne(String left, String right, int mistakes) {
    assertThat(Words.distance(left, right)).isEqualTo(mistakes);
    assertThat(Words.distance(right, left)).isEqualTo(mistakes);
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      textBlock =
          """
          latency.p59,  latency.p95
          latncy.p50,   latency.p50
          Latency.P95,  latency.p95
          sise,         size
          memory_peak,  memory.peak
          """)
  void findsTheWordThatWasMeant(String found, String meant) {
    assertThat(Words.nearest(found, METRICS)).contains(meant);
    assertThat(Words.didYouMean(found, METRICS)).isEqualTo("did you mean \"" + meant + "\"?");
  }

  @ParameterizedTest
  @CsvSource({"accuracy", "s", "p95", "''"})
  void findsNothingWhereNoWordIsNear(String found) {
    assertThat(Words.nearest(found, METRICS)).isEmpty();
    assertThat(Words.didYouMean(found, METRICS)).isEmpty();
  }

  @Test
  void quotesWhatCannotBeSeenAndCutsWhatIsTooLong() {
    assertThat(Words.quoted("80 ms")).isEqualTo("\"80 ms\"");
    assertThat(Words.quoted("a\tb\nc\u0007\u202e")).isEqualTo("\"a\\tb\\nc\\u0007\\u202e\"");
    assertThat(Words.quoted("x".repeat(121))).isEqualTo("\"" + "x".repeat(120) + "…\"");
    assertThat(Words.quoted("x".repeat(120))).isEqualTo("\"" + "x".repeat(120) + "\"");
  }

  @Test
  void listsWhatIsAllowedInTheGivenOrder() {
    assertThat(Words.allowed(List.of("b", "a"))).isEqualTo("allowed: b, a");
    assertThat(Words.allowed(List.of())).isEmpty();
  }
}
