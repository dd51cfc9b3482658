package dev.touchstone.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.touchstone.baselines.SelftestRound.Kind;
import dev.touchstone.baselines.statistics.Proportion;
import dev.touchstone.scenarios.Baseline;
import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.Requirement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelftestTest {

  private static final Requirement P50 =
      Runs.requirement(Metric.LATENCY_P50, Runs.percent(Baseline.REFERENCE, 0.005, 0.03));
  private static final RunResult RUN = Runs.unchanged().samples(20).pairs(12, 0).build();

  private static SelftestRound round(Kind kind, Outcome outcome) {
    Finding finding =
        new Finding(
            P50,
            Runs.CANDIDATE,
            "",
            outcome,
            Optional.empty(),
            Optional.empty(),
            Optional.of(new Interval(-0.01, 0.02, 0.99)),
            Optional.of(0.003),
            12,
            "");
    return new SelftestRound(
        kind, new Verdict(outcome, List.of(finding), List.of(), List.of(), RUN));
  }

  private static List<SelftestRound> rounds(Kind kind, int pass, int fail, int open, int invalid) {
    List<SelftestRound> rounds = new ArrayList<>();
    rounds.addAll(Collections.nCopies(pass, round(kind, Outcome.PASS)));
    rounds.addAll(Collections.nCopies(fail, round(kind, Outcome.FAIL)));
    rounds.addAll(Collections.nCopies(open, round(kind, Outcome.INCONCLUSIVE)));
    rounds.addAll(Collections.nCopies(invalid, round(kind, Outcome.INVALID)));
    return rounds;
  }

  @ParameterizedTest(name = "unchanged {0}/{1}/{2}/{3}, slowed {4}/{5}/{6}/{7} -> {8}")
  @CsvSource(
      textBlock =
          """
          # pass, fail, undecided, invalid of unchanged and of slowed
          20, 0, 0, 0,  0, 20, 0, 0, PASS
          20, 0, 0, 0,  1, 19, 0, 0, PASS
          15, 0, 5, 0,  0, 19, 1, 0, PASS
          19, 1, 0, 0,  0, 20, 0, 0, FAIL
          20, 0, 0, 0,  1, 18, 1, 0, FAIL
          18, 0, 0, 2,  0, 18, 0, 2, PASS
          17, 0, 0, 3,  0, 18, 0, 2, INVALID
           0, 0, 0, 20, 0, 20, 0, 0, INVALID
           1, 1, 0, 18, 0,  1, 0, 19, FAIL
           2, 0, 0, 0,  0,  2, 0, 0, PASS
           2, 0, 0, 0,  1,  1, 0, 0, FAIL
           2, 0, 0, 0,  0,  0, 0, 0, INVALID
           0, 0, 0, 0,  0,  0, 0, 0, INVALID
          """)
  void holdsItsWordWithoutAFalseAlarmAndWithThePromisedPower(
      int pass1,
      int fail1,
      int open1,
      int invalid1,
      int pass2,
      int fail2,
      int open2,
      int invalid2,
      Outcome expected) {
    List<SelftestRound> rounds = rounds(Kind.UNCHANGED, pass1, fail1, open1, invalid1);
    rounds.addAll(rounds(Kind.SLOWED, pass2, fail2, open2, invalid2));

    assertThat(new Selftest(0.03, rounds).outcome()).isEqualTo(expected);
  }

  @Test
  void countsWhatIsInvalidNeitherWay() {
    List<SelftestRound> rounds = rounds(Kind.UNCHANGED, 3, 1, 1, 2);
    rounds.addAll(rounds(Kind.SLOWED, 1, 4, 2, 1));
    Selftest selftest = new Selftest(0.03, rounds);

    assertThat(selftest.falseAlarms()).contains(new Proportion(1, 5));
    assertThat(selftest.passed()).contains(new Proportion(3, 5));
    assertThat(selftest.found()).contains(new Proportion(4, 7));
    assertThat(selftest.invalid()).isEqualTo(3);
    assertThat(selftest.medianSeconds()).hasValue(87);
    assertThat(selftest.mostSeconds()).hasValue(87);
    assertThat(rounds.get(0).pairs()).isEqualTo(12);
  }

  @Test
  void tellsTheSmallestLossThatAnIntervalOfThatWidthWouldFind() {
    Selftest selftest = new Selftest(0.03, rounds(Kind.UNCHANGED, 3, 0, 0, 0));

    // From -1 % to +2 % is a factor of 1.0303, on top of the 0.5 % that are allowed.
    assertThat(selftest.smallestDetectable().getAsDouble())
        .isCloseTo(1.005 * 1.02 / 0.99 - 1, within(1e-12));
    assertThat(new Selftest(0.03, List.of()).smallestDetectable()).isEmpty();
  }

  @Test
  void saysOfRealVerdictsWhatIsRight() {
    Verdict same = Gate.judge(List.of(P50), Runs.unchanged().build());
    Verdict slower = Gate.judge(List.of(P50), Runs.unchanged().slower(1.06).build());
    Verdict broken =
        Gate.judge(
            List.of(P50),
            Runs.unchanged().fault(Runs.CANDIDATE, Fault.Kind.MODEL_REFUSED, "no model").build());

    assertThat(new SelftestRound(Kind.UNCHANGED, same).isRight()).isTrue();
    assertThat(new SelftestRound(Kind.SLOWED, slower).isFound()).isTrue();
    assertThat(new SelftestRound(Kind.UNCHANGED, slower).isFalseAlarm()).isTrue();
    assertThat(new SelftestRound(Kind.SLOWED, broken).outcome()).isEqualTo(Outcome.FAIL);
    assertThat(new SelftestRound(Kind.SLOWED, broken).isFound()).isFalse();
  }

  @Test
  void rejectsASlowdownOfNothingAndARoundAboutMoreThanOneThing() {
    assertThatThrownBy(() -> new Selftest(0, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    Verdict two =
        new Verdict(
            Outcome.PASS,
            List.of(
                round(Kind.SLOWED, Outcome.PASS).finding(),
                round(Kind.SLOWED, Outcome.PASS).finding()),
            List.of(),
            List.of(),
            RUN);
    assertThatThrownBy(() -> new SelftestRound(Kind.SLOWED, two))
        .hasMessage("a round has one finding, found 2");
  }
}
