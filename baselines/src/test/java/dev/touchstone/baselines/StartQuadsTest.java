package dev.touchstone.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.touchstone.scenarios.PageCache;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartQuadsTest {

  private final List<ColdStart> starts = new ArrayList<>();

  @Test
  void makesOneRatioOfTheFourStartsOfAQuad() {
    start("a", 0, 100);
    start("b", 0, 110);
    start("b", 0, 132);
    start("a", 0, 120);

    // Half of (ln 1.1 + ln 1.1): the geometric means of both arms.
    assertThat(ratios())
        .singleElement()
        .satisfies(r -> assertThat(r).isEqualTo(Math.log(1.1), within(1e-12)));
  }

  @Test
  void isNotMovedByADriftThatIsLinearInTheLogarithm() {
    start("a", 0, 1000);
    start("b", 0, 1100);
    start("b", 0, 1210);
    start("a", 0, 1331);

    assertThat(ratios()).singleElement().satisfies(r -> assertThat(r).isEqualTo(0, within(1e-12)));
  }

  @Test
  void comparesTwoOfThreeArmsThatStartedInMirroredTurns() {
    for (String arm : List.of("a", "c", "b", "b", "c", "a")) {
      start(arm, 7, arm.equals("b") ? 200 : 100);
    }

    assertThat(ratios())
        .singleElement()
        .satisfies(r -> assertThat(r).isEqualTo(Math.log(2), within(1e-12)));
  }

  @Test
  void leavesOutAQuadInWhichAStartIsMissing() {
    start("a", 0, 100);
    start("b", 0, 100);
    start("a", 0, 100);
    start("a", 1, 100);
    start("b", 1, 300);
    start("b", 1, 300);
    start("a", 1, 100);

    assertThat(ratios())
        .singleElement()
        .satisfies(r -> assertThat(r).isEqualTo(Math.log(3), within(1e-12)));
  }

  @Test
  void findsNothingInNoStarts() {
    assertThat(ratios()).isEmpty();
  }

  private List<Double> ratios() {
    return new StartQuads(starts).logRatios("b", "a", ColdStart::total);
  }

  private void start(String arm, int quad, long total) {
    starts.add(new ColdStart(arm, total, 0, 0, 0, total).in(quad, PageCache.WARM));
  }
}
