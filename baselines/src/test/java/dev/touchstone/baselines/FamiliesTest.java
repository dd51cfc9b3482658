package dev.touchstone.baselines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.scenarios.Baseline;
import dev.touchstone.scenarios.Metric;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class FamiliesTest {

  private static Judged claim(Outcome outcome, OptionalDouble risk) {
    Finding finding =
        new Finding(
            Runs.requirement(Metric.LATENCY_P50, Runs.percent(Baseline.REFERENCE, 0.005, 0.03)),
            "int8",
            "",
            outcome,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            20,
            "Slower.");
    return new Judged(finding, risk);
  }

  private static List<Judged> failures(double... risks) {
    return DoubleStream.of(risks)
        .mapToObj(risk -> claim(Outcome.FAIL, OptionalDouble.of(risk)))
        .toList();
  }

  @Test
  void keepAFailureThatStandsOutAmongAllClaimsOfTheVerdict() {
    assertThat(Families.settle(failures(0.004, 0.9)))
        .extracting(Finding::outcome)
        .containsExactly(Outcome.FAIL, Outcome.INCONCLUSIVE);
  }

  @Test
  void doubtAFailureThatIsNotBeyondChanceAmongManyClaims() {
    List<Finding> settled = Families.settle(failures(0.004, 0.9, 0.8));

    assertThat(settled.get(0).outcome()).isEqualTo(Outcome.INCONCLUSIVE);
    assertThat(settled.get(0).reason())
        .isEqualTo(
            "Slower. Among 3 comparisons made together this is not beyond chance (Holm, 1 %): run"
                + " again, or bring more samples.");
  }

  @Test
  void leaveAloneWhatIsNoClaimOfAComparison() {
    assertThat(Families.settle(List.of(claim(Outcome.FAIL, OptionalDouble.empty()))))
        .extracting(Finding::outcome)
        .containsExactly(Outcome.FAIL);
    assertThat(Families.note(List.of(claim(Outcome.FAIL, OptionalDouble.empty())))).isEmpty();
  }

  @Test
  void stateTheErrorRateOfTheVerdict() {
    assertThat(Families.note(failures(1)))
        .hasValue(
            "1 comparison could have failed by chance: the chance that such a FAIL is false is at"
                + " most 1 %.");
    assertThat(Families.note(failures(1, 1, 0.001)))
        .hasValue(
            "3 comparisons could have failed by chance, and were judged together (Holm): the chance"
                + " that any FAIL among them is false is at most 1 %.");
  }
}
