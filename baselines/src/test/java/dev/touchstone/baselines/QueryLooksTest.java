package dev.touchstone.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.touchstone.scenarios.Metric;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class QueryLooksTest {

  @Test
  void doublesUpToTheMostAndLooksAtLeastOnce() {
    assertThat(QueryLooks.doubling(64, 300).planned()).containsExactly(64, 128, 256);
    assertThat(QueryLooks.doubling(64, 64).planned()).containsExactly(64);
    assertThat(QueryLooks.doubling(64, 10).planned()).containsExactly(64);
  }

  @Test
  void sharesTheWholeRiskWhateverTheNumberOfLooks() {
    for (int most = 1; most < 1_000_000; most *= 3) {
      QueryLooks looks = QueryLooks.doubling(1, most);
      double all = IntStream.range(0, looks.planned().size()).mapToDouble(looks::share).sum();
      assertThat(all).isEqualTo(1);
    }
    assertThat(QueryLooks.doubling(64, 300).share(0)).isEqualTo(0.5);
    assertThat(QueryLooks.doubling(64, 300).share(2)).isEqualTo(0.25);
    assertThat(QueryLooks.AT_THE_END.share(0)).isEqualTo(1);
  }

  @Test
  void knowsTheNextLookAndThoseThatWereTaken() {
    QueryLooks looks = QueryLooks.doubling(64, 300);

    assertThat(looks.after(0)).hasValue(64);
    assertThat(looks.after(64)).hasValue(128);
    assertThat(looks.after(256)).isEmpty();
    assertThat(looks.taken(200)).containsExactly(64, 128);
    assertThat(looks.taken(10)).containsExactly(10);
    assertThat(QueryLooks.AT_THE_END.taken(77)).containsExactly(77);
  }

  @Test
  void refusesLooksThatDoNotGrow() {
    assertThatThrownBy(() -> new QueryLooks(List.of(64, 64)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new QueryLooks(List.of(0)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Exponential latencies against limits on p90; a run ends as soon as its limit is decided. */
  @Nested
  class WhenARunEndsAsSoonAsItsLimitIsDecided {

    private static final int RUNS = 4_000;
    private static final QueryLooks LOOKS = QueryLooks.doubling(64, 2048);
    private static final double P90 = 1e6 * Math.log(10);

    private final SplittableRandom random = new SplittableRandom(20260102);

    @Test
    void isWrongInNoMoreThanOneRunOfAHundredEvenOnTheVeryLimit() {
      Map<Outcome, Integer> outcomes = outcomes(P90, LOOKS);

      assertThat(outcomes.getOrDefault(Outcome.FAIL, 0)).isLessThanOrEqualTo(RUNS / 100);
      assertThat(outcomes.getOrDefault(Outcome.PASS, 0)).isLessThanOrEqualTo(RUNS / 100);
      assertThat(outcomes.getOrDefault(Outcome.INCONCLUSIVE, 0)).isGreaterThan(RUNS * 98 / 100);
    }

    @Test
    void wouldBeWrongThreeTimesAsOftenIfEveryLookSpentTheWholeRisk() {
      int failed = 0;
      for (int run = 0; run < RUNS; run++) {
        SoloObservations solo = solo(2048);
        boolean anyLook =
            LOOKS.planned().stream()
                .anyMatch(
                    n ->
                        new Latency(solo, Metric.LATENCY_P90).within(P90).riskThatItIsKept(n)
                            <= QueryLooks.RISK);
        failed += anyLook ? 1 : 0;
      }
      assertThat(failed).isGreaterThan(RUNS * 2 / 100);
    }

    @Test
    void findsALimitThatIsClearlyBrokenOrKept() {
      assertThat(outcomes(P90 * 0.85, LOOKS).getOrDefault(Outcome.FAIL, 0))
          .isGreaterThan(RUNS * 9 / 10);
      assertThat(outcomes(P90 * 1.2, LOOKS).getOrDefault(Outcome.PASS, 0))
          .isGreaterThan(RUNS * 9 / 10);
    }

    @Test
    void hasARiskThatIsAtMostAsSmallAsItSays() {
      int below = 0;
      for (int run = 0; run < RUNS; run++) {
        GrowingBudget.Standing standing = ask(P90, LOOKS);
        below += standing.risk() <= 0.05 ? 1 : 0;
      }
      assertThat((double) below / RUNS)
          .isLessThanOrEqualTo(0.05 + 0.01)
          .isCloseTo(0.02, within(.02));
    }

    private Map<Outcome, Integer> outcomes(double limit, QueryLooks looks) {
      Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
      for (int run = 0; run < RUNS; run++) {
        outcomes.merge(ask(limit, looks).outcome(), 1, Integer::sum);
      }
      return outcomes;
    }

    private GrowingBudget.Standing ask(double limit, QueryLooks looks) {
      SoloObservations solo = solo(2048);
      return new Latency(solo, Metric.LATENCY_P90).within(limit).ask(looks, solo.queries().size());
    }

    private SoloObservations solo(int queries) {
      long[] wall = new long[queries];
      for (int i = 0; i < queries; i++) {
        wall[i] = Math.round(-Math.log1p(-random.nextDouble()) * 1e6);
      }
      Block block = new Block(wall, wall);
      return new SoloObservations("a", "single-stream", block, new Histogram(3), 1, 1);
    }
  }
}
