package dev.touchstone.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.touchstone.scenarios.Baseline;
import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.Requirement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnergyJudgeTest {

  private static final double REST = 2;

  /** About 3 mJ a sample: 3 W above rest, 1000 samples a second. */
  private final Map<String, List<EnergyWindow>> windows = new LinkedHashMap<>();

  private final Map<String, String> facts = new LinkedHashMap<>();

  @ParameterizedTest(name = "{0} at most {1} J: {2}")
  @CsvSource({"1, 0.0032, PASS", "1, 0.0028, FAIL", "1, 0.003, INCONCLUSIVE", "-1, 0.001, PASS"})
  void judgesALimitByTheBoundsOfTheWindows(double share, double limit, Outcome expected) {
    measured(Runs.CANDIDATE, share * 3, 12, 0.01);

    Finding finding = only(Runs.atMost(Metric.ENERGY, limit));

    assertThat(finding.outcome()).isEqualTo(expected);
    assertThat(finding.n()).isEqualTo(12);
    assertThat(finding.reason())
        .contains("J a sample, with 99 % confidence")
        .contains("12 windows of single-stream on RAPL package-0")
        .endsWith(".");
  }

  @ParameterizedTest(name = "{0} times the energy of the deployed model, spread {1}: {2}")
  @CsvSource({
    "1.0, 0.005, PASS",
    "1.1, 0.005, FAIL",
    "1.03, 0.08, INCONCLUSIVE",
    "0.9, 0.005, PASS"
  })
  void comparesWindowsThatWereMeasuredNextToEachOther(
      double factor, double spread, Outcome expected) {
    measured(Arm.DEPLOYED, 3, 12, spread);
    measured(Runs.CANDIDATE, 3 * factor, 12, spread);

    Finding finding = against();

    assertThat(finding.outcome()).isEqualTo(expected);
    assertThat(finding.estimate().orElseThrow()).isCloseTo(factor - 1, within(spread + 0.005));
    assertThat(finding.value()).isPresent();
    assertThat(finding.baseline()).isPresent();
  }

  @Test
  void cancelsADriftThatBothArmsOfARoundShare() {
    for (int round = 0; round < 12; round++) {
      double drift = 1 + 0.1 * round;
      add(Arm.DEPLOYED, round, 3 * drift);
      add(Runs.CANDIDATE, round, 3 * drift * (round % 2 == 0 ? 1.002 : 0.998));
    }
    assertThat(against().outcome()).isEqualTo(Outcome.PASS);
  }

  @Test
  void findsThatCompressionPaid() {
    measured(Arm.REFERENCE, 3, 12, 0.005);
    measured(Runs.CANDIDATE, 2, 12, 0.005);
    assertThat(only(Runs.requirement(Metric.ENERGY, Runs.gain(0.2))).outcome())
        .isEqualTo(Outcome.PASS);
    assertThat(only(Runs.requirement(Metric.ENERGY, Runs.gain(0.5))).reason())
        .startsWith("Compression did not pay: energy is 33.");
  }

  @Test
  void saysWhyNoSensorWasThere() {
    facts.put(EnergyObservations.ABSENT, "no folder /sys/class/powercap.");
    Finding finding = only(Runs.atMost(Metric.ENERGY, 1));

    assertThat(finding.outcome()).isEqualTo(Outcome.INVALID);
    assertThat(finding.reason())
        .isEqualTo("Energy was not measured: no folder /sys/class/powercap.");
    assertThat(against().reason()).isEqualTo(finding.reason());
  }

  @Test
  void saysThatARunWasNotAskedForEnergy() {
    assertThat(only(Runs.atMost(Metric.ENERGY, 1)).reason())
        .isEqualTo("The energy of int8-static was not measured in this run.");
  }

  @Test
  void comparesNothingIfALoadIsLostInTheNoiseOfTheSensor() {
    measured(Arm.DEPLOYED, 3, 12, 0.005);
    measured(Runs.CANDIDATE, 3, 11, 0.005);
    add(Runs.CANDIDATE, 11, -0.01);

    Finding finding = against();
    assertThat(finding.outcome()).isEqualTo(Outcome.INVALID);
    assertThat(finding.reason()).startsWith("In 1 of 12 rounds the load used no more than rest");
  }

  @Test
  void comparesNothingFromFewerThanTenRounds() {
    measured(Arm.DEPLOYED, 3, 12, 0.005);
    measured(Runs.CANDIDATE, 9, 9, 0.005);

    Finding finding = against();
    assertThat(finding.outcome()).isEqualTo(Outcome.INVALID);
    assertThat(finding.reason())
        .startsWith("Only 9 rounds of energy windows were undisturbed, a comparison needs 10;");
  }

  /** A false alarm at .001: none is expected in 500, and three would be a one in six million. */
  @Test
  void rarelyBlamesAModelThatIsTheSame() {
    int failed = 0;
    for (int seed = 0; seed < 500; seed++) {
      windows.clear();
      Random random = new Random(seed);
      for (int round = 0; round < 12; round++) {
        double rest = REST * Math.exp(0.2 * random.nextGaussian());
        for (String arm : List.of(Arm.DEPLOYED, Runs.CANDIDATE)) {
          double watts = 3 * Math.exp(0.1 * random.nextGaussian());
          add(arm, new EnergyWindow(round, rest, 2.5, rest + watts, 5, 1000));
        }
      }
      failed += against().outcome() == Outcome.FAIL ? 1 : 0;
    }
    assertThat(failed).isLessThan(3);
  }

  @Test
  void showsEnergyAmongTheMeasurements() {
    measured(Runs.CANDIDATE, 3, 12, 0.01);
    assertThat(Measurements.of(run()))
        .filteredOn(m -> m.metric() == Metric.ENERGY)
        .singleElement()
        .satisfies(
            m -> {
              assertThat(m.arm()).isEqualTo(Runs.CANDIDATE);
              assertThat(m.value().value()).isCloseTo(0.003, within(0.0001));
              assertThat(m.interval()).isPresent();
            });
  }

  @Test
  void rejectsAWindowWithoutTime() {
    assertThatThrownBy(() -> new EnergyWindow(0, 2, 0, 5, 5, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("was round 0, 2.0 W for 0.0 s, 5.0 W for 5.0 s, 1.0 /s");
  }

  private Finding against() {
    return only(Runs.requirement(Metric.ENERGY, Runs.percent(Baseline.DEPLOYED, 0.01, 0.05)));
  }

  private Finding only(Requirement requirement) {
    return Gate.judge(List.of(requirement), run()).findings().get(0);
  }

  private void measured(String arm, double watts, int count, double spread) {
    for (int round = 0; round < count; round++) {
      add(arm, round, watts * (1 + spread * Math.sin(7.0 * round + arm.length())));
    }
  }

  private void add(String arm, int round, double watts) {
    add(arm, new EnergyWindow(round, REST, 2.5, REST + watts, 5, 1000));
  }

  private void add(String arm, EnergyWindow window) {
    windows.computeIfAbsent(arm, a -> new ArrayList<>()).add(window);
  }

  private RunResult run() {
    RunResult run = Runs.unchanged().samples(20).pairs(1, 0).queries(20).build();
    Map<String, String> all = new LinkedHashMap<>(run.environment().facts());
    all.putAll(facts);
    List<EnergyObservations> energy =
        windows.entrySet().stream()
            .map(
                e ->
                    new EnergyObservations(
                        e.getKey(), "single-stream", "RAPL package-0", e.getValue()))
            .toList();
    return new RunResult(
        run.id(),
        run.provenance(),
        run.scenarioName(),
        run.scenarioText(),
        run.profileName(),
        run.seed(),
        new Environment(all, List.of(), List.of()),
        run.arms(),
        run.faults(),
        run.solo(),
        run.floor(),
        run.memory(),
        run.coldStarts(),
        run.campaigns(),
        run.samples(),
        run.predictions(),
        energy);
  }
}
