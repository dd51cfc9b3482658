package dev.touchstone.baselines.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LooksTest {

  static Stream<Looks> plans() {
    return Stream.of(Looks.FORK_PAIRS, Looks.MEMORY, Looks.COLD_STARTS);
  }

  @ParameterizedTest
  @MethodSource("plans")
  void shareOneRiskAmongAllLooks(Looks looks) {
    assertThat(looks.list().stream().mapToDouble(Look::falseAlarm).sum())
        .isCloseTo(0.001, within(1e-12));
    assertThat(looks.list().stream().mapToDouble(Look::miss).sum()).isCloseTo(0.01, within(1e-12));
    assertThat(looks.list()).isSortedAccordingTo((a, b) -> Integer.compare(a.n(), b.n()));
    assertThat(looks.most()).isEqualTo(looks.last().n() + 20);
  }

  @ParameterizedTest
  @MethodSource("plans")
  void areDividedAmongTwoClocksWithoutARemainder(Looks looks) {
    List<Look> major = looks.major(0.8).list();
    List<Look> minor = looks.minor(0.8).list();
    for (int k = 0; k < looks.list().size(); k++) {
      Look whole = looks.list().get(k);
      assertThat(major.get(k).falseAlarm() + minor.get(k).falseAlarm())
          .isCloseTo(whole.falseAlarm(), within(1e-15));
      assertThat(major.get(k).miss() + minor.get(k).miss()).isCloseTo(whole.miss(), within(1e-15));
    }
  }

  @Test
  void giveAFirstLookToOneClockWhereTheOtherCouldNotSeeALoss() {
    assertThat(Looks.FORK_PAIRS.major(0.8).first().falseAlarm()).isEqualTo(0.00025);
    assertThat(Looks.FORK_PAIRS.minor(0.8).first().falseAlarm()).isZero();
    assertThat(Looks.COLD_STARTS.minor(0.8).first().falseAlarm()).isCloseTo(0.00005, within(1e-12));
  }

  @Test
  void seeALossInADozenPairsOnlyIfAllOfThemShowIt() {
    double[] eleven = new double[12];
    Arrays.fill(eleven, 0.03);
    assertThat(Looks.FORK_PAIRS.seesLoss(0, eleven, 0.005)).isTrue();
    eleven[5] = 0.004;
    assertThat(Looks.FORK_PAIRS.seesLoss(0, eleven, 0.005)).isFalse();
    assertThat(Looks.FORK_PAIRS.minor(0.8).seesLoss(0, eleven, -1)).isFalse();
  }

  @Test
  void boundLikeHodgesAndLehmann() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 300; i++) {
      double[] d = random.doubles(40).map(u -> u - 0.5).toArray();
      int k = random.nextInt(5);
      Look look = Looks.FORK_PAIRS.list().get(k);
      HodgesLehmann center = HodgesLehmann.of(Arrays.copyOf(d, look.n()));
      double value = (random.nextDouble() - 0.5) / 2;

      assertThat(Looks.FORK_PAIRS.seesLoss(k, d, value))
          .isEqualTo(center.lower(look.falseAlarm()) > value);
      assertThat(Looks.FORK_PAIRS.rulesOut(k, d, value))
          .isEqualTo(center.upper(look.miss()) < value);
    }
  }

  @Test
  void countADifferenceThatIsNoneAgainstEveryClaim() {
    double[] d = new double[12];
    Arrays.fill(d, 1);
    d[0] = Double.NaN;
    assertThat(Looks.FORK_PAIRS.seesLoss(0, d, 0)).isFalse();
    assertThat(Looks.FORK_PAIRS.rulesOut(0, d, 2)).isFalse();
  }

  @Test
  void claimWithARiskThatIsOne() {
    SplittableRandom random = new SplittableRandom(11);
    int runs = 20_000;
    int below = 0;
    for (int run = 0; run < runs; run++) {
      double[] d = new double[40];
      for (int i = 0; i < d.length; i++) {
        d[i] = random.nextDouble() - 0.5;
      }
      below += Looks.FORK_PAIRS.risk(4, d, 0) <= 0.05 ? 1 : 0;
    }
    // A p-value of a true hypothesis is at most 0.05 in at most 5 % of runs; the bound is not
    // tight.
    assertThat((double) below / runs).isBetween(0.015, 0.05);
  }

  @Test
  void rejectALookAtNothing() {
    assertThatThrownBy(() -> new Look(0, 0.1, 0.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a look needs differences and risks in [0, 1), was 0, 0.1 and 0.1");
    assertThatThrownBy(() -> new Look(9, Double.NaN, 0.1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
