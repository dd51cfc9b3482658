package dev.touchstone.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.scenarios.Step.Calibration;
import dev.touchstone.scenarios.problem.Location;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Guards of the small records that pass between the rooms. */
class ContractTypesTest {

  static Stream<ThrowingCallable> impossible() {
    return Stream.of(
        () -> new LoadPattern.MultiStream(0),
        () -> new LoadPattern.Offline(0),
        () -> LoadPattern.Server.at(0),
        () -> LoadPattern.Server.at(Double.NaN),
        () -> LoadPattern.Server.at(Double.POSITIVE_INFINITY),
        () -> new LoadPattern.Server(OptionalDouble.empty(), Optional.empty(), Optional.empty()),
        () -> new LoadPattern.Bound(Metric.LATENCY_P99, 0),
        () -> new LoadPattern.Bound(Metric.END_TO_END_P95, 1),
        () -> new LoadPattern.Batching(1, 0),
        () -> new LoadPattern.Burst(0, 1, Optional.empty()),
        () -> new LoadPattern.Burst(1, 0, Optional.empty()),
        () -> new LoadPattern.Sustained(19, 10),
        () -> new Calibration.Percentile(0.5),
        () -> new Calibration.Percentile(1.01),
        () -> new Calibration.Percentile(Double.NaN),
        () -> new Calibration.Entropy(255),
        () -> new Recipe("x", List.of()),
        () -> new Recipe(" ", List.of(new Step.Fold())),
        () -> new ReadyModel("", Path.of("m.onnx")),
        () -> profile("x", 0),
        () -> profile(" ", 1));
  }

  private static HardwareProfile profile(String name, int threads) {
    return new HardwareProfile(
        name,
        "",
        Optional.empty(),
        Set.of(),
        OptionalInt.empty(),
        OptionalLong.empty(),
        threads,
        "cpu");
  }

  @ParameterizedTest
  @MethodSource("impossible")
  void whatCannotBeCannotBeMade(ThrowingCallable making) {
    assertThatThrownBy(making).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void loadPatternsAreNamedAsTheListSays() {
    assertThat(
            List.of(
                new LoadPattern.SingleStream().key(),
                new LoadPattern.MultiStream(2).key(),
                LoadPattern.Server.at(1).key(),
                new LoadPattern.Offline(8).key(),
                new LoadPattern.Burst(8, 1, Optional.empty()).key(),
                new LoadPattern.Sustained(2, 1).key()))
        .isEqualTo(LoadPattern.KEYS);
  }

  @Test
  void aRequirementRendersAsATitle() {
    Loss one = new Loss(0.01, Loss.Scale.POINTS);
    Requirement requirement =
        new Requirement(
            Metric.QUALITY_RECALL,
            new Rule.Against(Baseline.REFERENCE, one, one),
            Optional.of("class"),
            Optional.empty(),
            new Location("f.yaml", 1, 1));

    assertThat(requirement)
        .hasToString("quality.recall for each class against reference: allow 1 pp, catch 1 pp");
    assertThat(new Rule.AtMost(new Quantity(8e7, Unit.NANOSECOND))).hasToString("at most 80.0 ms");
    assertThat(new Rule.AtLeast(new Quantity(40, Unit.PER_SECOND))).hasToString("at least 40.0 /s");
    assertThat(new Rule.GainAtLeast(Baseline.DEPLOYED, new Loss(0.1, Loss.Scale.RELATIVE)))
        .hasToString("gain against deployed at least 10 %");
  }
}
