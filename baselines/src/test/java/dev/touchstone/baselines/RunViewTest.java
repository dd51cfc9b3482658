package dev.touchstone.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.scenarios.Baseline;
import dev.touchstone.scenarios.Loss;
import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.Requirement;
import dev.touchstone.scenarios.Rule;
import dev.touchstone.scenarios.problem.Location;
import dev.touchstone.scenarios.quality.Labels;
import dev.touchstone.scenarios.quality.SampleMarks;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunViewTest {

  private static final int SAMPLES = 400;

  /** The candidate is wrong where the reference is right, on every tenth sample. */
  private static RunResult run() {
    Labels.Classes labels = QualityRuns.inTurn(SAMPLES, "a", "b");
    return QualityRuns.of(
        QualityRuns.samples(labels, Map.of(), SampleMarks.NONE),
        QualityRuns.wrongOn(labels, i -> false),
        QualityRuns.wrongOn(labels, i -> i % 10 == 0));
  }

  private static Finding top1(RunResult run) {
    Loss one = new Loss(0.01, Loss.Scale.POINTS);
    Requirement asked =
        new Requirement(
            Metric.QUALITY_TOP1,
            new Rule.Against(Baseline.REFERENCE, one, one),
            Optional.empty(),
            Optional.empty(),
            Location.ofFlag("--test"));
    return Gate.judge(List.of(asked), run).findings().get(0);
  }

  private static Arm as(ArmRole role, Arm arm) {
    return new Arm(arm.name(), role, arm.model(), arm.sha256(), arm.bytes(), arm.lineage());
  }

  @Test
  void letsArmsChangeTheirParts() {
    RunResult run = run();
    Arm reference = run.arms().get(0);
    Arm candidate = run.arms().get(1);

    RunResult swapped =
        RunView.of(
            run, List.of(as(ArmRole.REFERENCE, candidate), as(ArmRole.CANDIDATE, reference)));

    assertThat(top1(run)).returns(Optional.of(0.1), Finding::estimate);
    assertThat(top1(swapped))
        .returns(Optional.of(-0.1), Finding::estimate)
        .returns(reference.name(), Finding::arm);
  }

  @Test
  void knowsNothingOfOtherArms() {
    RunResult run = run();

    RunResult view = RunView.of(run, run.arms().subList(0, 1));

    assertThat(view.predictions()).containsOnlyKeys(Arm.REFERENCE);
    assertThat(view.id()).isEqualTo(run.id());
    assertThat(Gate.judge(List.of(), view).measurements())
        .isNotEmpty()
        .allMatch(m -> m.arm().equals(Arm.REFERENCE));
  }

  @Test
  void rejectsAnArmThatTheRunDoesNotHave() {
    Arm stranger = QualityRuns.arm("stranger", ArmRole.CANDIDATE);

    assertThatThrownBy(() -> RunView.of(run(), List.of(stranger)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("stranger");
  }
}
