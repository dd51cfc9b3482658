package dev.touchstone.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.touchstone.baselines.EnergyObservations;
import dev.touchstone.baselines.EnergyWindow;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.runner.plan.EnergyPlan;
import dev.touchstone.runner.plan.Phase;
import dev.touchstone.runner.plan.Plan;
import dev.touchstone.runner.plan.PlanSettings;
import dev.touchstone.runner.plan.Planner;
import dev.touchstone.runner.plan.Trial;
import dev.touchstone.runner.power.PowerMeter;
import dev.touchstone.runner.power.PowerSource;
import dev.touchstone.runner.power.PowerTrace;
import dev.touchstone.runner.system.SystemProbe;
import dev.touchstone.runner.testing.HandClock;
import dev.touchstone.runner.testing.Questions;
import dev.touchstone.runner.testing.SteppingClock;
import dev.touchstone.scenarios.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Energy on an invented clock and an invented sensor: nobody waits for two minutes. */
class EnergyRunTest extends RunnerFixture {

  private static final double REST = 2;

  private final HandClock clock = new HandClock();
  private final ScriptedMeter meter = new ScriptedMeter();

  /** A sensor whose power is what the test says, read ten times a second. */
  private final class ScriptedMeter implements PowerMeter {

    private final PowerTrace trace = new PowerTrace();
    private double joules;
    private boolean mute;

    @Override
    public String name() {
      return "rail VDD_IN";
    }

    @Override
    public Recording record() {
      pass(Duration.ofMillis(100), REST);
      return new Recording() {
        @Override
        public Duration cost() {
          return Duration.ofMillis(1);
        }

        @Override
        public void close() {
          pass(Duration.ofMillis(100), REST);
        }
      };
    }

    void pass(Duration time, double watts) {
      for (long left = time.toMillis(); left > 0; left -= 50) {
        clock.move(Duration.ofMillis(50));
        joules += watts * 0.05;
        if (!mute) {
          trace.add(clock.instant(), joules);
        }
      }
    }

    @Override
    public PowerTrace trace(Instant until) {
      return trace;
    }
  }

  private RunResult measured(String... arms) {
    return measured(new PowerSource(Optional.of(meter), ""), arms);
  }

  private RunResult measured(PowerSource source, String... arms) {
    Plan plan =
        Planner.plan(
            Questions.scenario(Optional.empty(), STREAM),
            Questions.arms(arms),
            42,
            PlanSettings.STANDARD);
    return new Runner(
            workers,
            new SystemProbe(root, Map::of, new SteppingClock(Duration.ofSeconds(1))),
            manifest -> data,
            new SteppingClock(Duration.ofMillis(1)),
            "1.2.3")
        .measuring(source, clock, time -> meter.pass(time, REST))
        .run(source.meter().isPresent() ? EnergyPlan.after(plan) : plan, Progress.NONE);
  }

  /** Every arm draws power while it works: first more, as regulators settle, then what is said. */
  private void draws(Map<String, Double> watts) {
    workers.beforeLoad =
        arm -> {
          meter.pass(EnergyPlan.SETTLE, 50);
          Duration rest = EnergyPlan.LOAD.minus(EnergyPlan.SETTLE).minus(EnergyPlan.TAIL);
          meter.pass(rest, watts.getOrDefault(arm, REST));
          meter.pass(EnergyPlan.TAIL, 0);
        };
  }

  @Test
  void measuresAMinuteOfEveryArmAboveItsOwnRest() {
    draws(Map.of("reference", 5.0, "int8", 4.0));
    RunResult run = measured("reference", "int8");

    assertThat(run.energy())
        .extracting(EnergyObservations::arm)
        .containsExactlyInAnyOrder("reference", "int8");
    for (EnergyObservations energy : run.energy()) {
      double watts = energy.arm().equals("int8") ? 4 : 5;
      assertThat(energy.load()).isEqualTo("single-stream");
      assertThat(energy.sensor()).isEqualTo("rail VDD_IN");
      assertThat(energy.windows()).extracting(EnergyWindow::round).hasSize(12).isSorted();
      assertThat(energy.windows())
          .allSatisfy(
              w -> {
                assertThat(w.restWatts()).isCloseTo(REST, within(1e-6));
                assertThat(w.loadWatts()).isCloseTo(watts, within(1e-6));
                assertThat(w.restSeconds()).isCloseTo(3, within(1e-6));
                // A millisecond an inference: a thousand a second.
                assertThat(w.joulesPerSample()).isCloseTo((watts - REST) / 1000, within(1e-9));
              });
      double seconds = energy.windows().stream().mapToDouble(EnergyWindow::loadSeconds).sum();
      assertThat(seconds).isGreaterThanOrEqualTo(60 - 1e-6);
    }
    assertThat(run.environment().facts())
        .containsEntry("energy.sensor", "rail VDD_IN")
        .containsKey("energy.sensor-reading")
        .doesNotContainKeys(EnergyObservations.ABSENT, "energy.lost");
  }

  @Test
  void givesEveryWindowAWorkerOfItsOwnAfterAllThatIsTimed() {
    draws(Map.of());
    measured("reference", "int8");

    List<String> trials = workers.launches.stream().map(l -> l.name().trial()).toList();
    assertThat(trials.stream().filter(t -> t.startsWith("energy"))).hasSize(24);
    assertThat(trials.subList(trials.size() - 24, trials.size()))
        .allMatch(t -> t.startsWith("energy"));
  }

  @Test
  void losesWindowsOfAThrottledBoardAndKeepsTheRun() {
    draws(Map.of("reference", 5.0, "int8", 4.0));
    workers.meanwhile("int8", "energy 3", () -> board.throttleCount(8));
    RunResult run = measured("reference", "int8");

    assertThat(windows(run, "int8")).extracting(EnergyWindow::round).hasSize(11).doesNotContain(2);
    assertThat(windows(run, "reference")).hasSize(12);
    assertThat(run.environment().facts())
        .containsEntry(
            "energy.lost", "int8, energy 3: throttled, cpu0 core_throttle_count rose by 1");
    assertThat(run.environment().violations()).isEmpty();
  }

  @Test
  void saysThatASensorFellSilent() {
    meter.mute = true;
    draws(Map.of("reference", 5.0));
    RunResult run = measured("reference");

    assertThat(run.energy()).isEmpty();
    assertThat(run.environment().facts())
        .containsEntry(
            EnergyObservations.ABSENT,
            "every window was lost: reference, energy 1: the sensor did not answer all the time.");
  }

  @Test
  void doesNotTakeASensorThatStandsStillForOneThatReadsZero() {
    PowerTrace still = new PowerTrace();
    Instant start = clock.instant();
    for (int i = 0; i < 12 * 200; i++) {
      still.add(start.plusMillis(100L * i), 7);
    }
    PowerMeter dead =
        new PowerMeter() {
          @Override
          public String name() {
            return "dead";
          }

          @Override
          public Recording record() {
            return meter.record();
          }

          @Override
          public PowerTrace trace(Instant until) {
            return still;
          }
        };
    draws(Map.of());
    RunResult run = measured(new PowerSource(Optional.of(dead), ""), "reference");

    assertThat(run.energy()).isEmpty();
    assertThat(run.environment().facts().get(EnergyObservations.ABSENT))
        .isNotNull()
        .endsWith("the sensor stood still at 0.");
  }

  @Test
  void keepsTheReasonWhyThereIsNoSensor() {
    RunResult run = measured(new PowerSource(Optional.empty(), "There is no sensor."), "reference");

    assertThat(run.energy()).isEmpty();
    assertThat(run.environment().facts())
        .containsEntry(EnergyObservations.ABSENT, "There is no sensor.");
  }

  @Test
  void isPlannedInRoundsOfAllArmsInAbbaOrder() {
    Plan plan =
        EnergyPlan.after(
            Planner.plan(
                Questions.scenario(Optional.empty(), STREAM),
                Questions.arms("reference", "deployed", "int8"),
                7,
                PlanSettings.STANDARD));
    List<Trial.Energy> trials =
        plan.of(Phase.ENERGY).stream().map(Trial.Energy.class::cast).toList();

    assertThat(trials).hasSize(36);
    for (int i = 0; i < 36; i += 6) {
      List<String> arms = trials.subList(i, i + 6).stream().map(Trial.Energy::arm).toList();
      assertThat(arms.subList(0, 3)).containsExactlyInAnyOrder("reference", "deployed", "int8");
      assertThat(arms.get(5)).isEqualTo(arms.get(0));
      assertThat(arms.get(3)).isEqualTo(arms.get(2));
    }
    assertThat(plan.expected().toSeconds()).isGreaterThan(36 * 9);
  }

  private static List<EnergyWindow> windows(RunResult run, String arm) {
    return run.energy().stream()
        .filter(e -> e.arm().equals(arm))
        .flatMap(e -> e.windows().stream())
        .toList();
  }
}
