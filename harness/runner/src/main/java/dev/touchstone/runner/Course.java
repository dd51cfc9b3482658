package dev.touchstone.runner;

import dev.touchstone.baselines.Block;
import dev.touchstone.baselines.Fault;
import dev.touchstone.baselines.ForkPair;
import dev.touchstone.baselines.SoloObservations;
import dev.touchstone.baselines.Stages;
import dev.touchstone.runner.plan.Pace;
import dev.touchstone.runner.plan.Phase;
import dev.touchstone.runner.plan.Plan;
import dev.touchstone.runner.plan.Trial;
import dev.touchstone.runner.process.Answers;
import dev.touchstone.runner.system.Conditions;
import dev.touchstone.runner.system.SystemProbe;
import dev.touchstone.scenarios.LoadPattern;
import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.Requirement;
import dev.touchstone.scenarios.Rule;
import dev.touchstone.scenarios.quality.Labels;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Goes through the trials of one plan, keeps the books, and decides what is done again or left. */
final class Course {

  private final Plan plan;
  private final Trials trials;
  private final Optional<SampleChunks> samples;
  private final Optional<Labels> labels;
  private final Path answers;
  private final SystemProbe probe;
  private final Ledger ledger;
  private final EnergyBook energy;
  private final Meter meter;
  private final Deque<Trial> waiting;

  Course(
      Plan plan,
      Trials trials,
      Optional<SampleChunks> samples,
      Optional<Labels> labels,
      Path answers,
      SystemProbe probe,
      Ledger ledger,
      EnergyBook energy,
      Meter meter) {
    this.plan = plan;
    this.trials = trials;
    this.samples = samples;
    this.labels = labels;
    this.answers = answers;
    this.probe = probe;
    this.ledger = ledger;
    this.energy = energy;
    this.meter = meter;
    this.waiting = new ArrayDeque<>(plan.trials());
  }

  void run() {
    while (!waiting.isEmpty() && !ledger.hopeless()) {
      Trial trial = waiting.removeFirst();
      if (ledger.pointless(trial)) {
        over(trial.phase());
        continue;
      }
      begins(trial.phase());
      Conditions before = probe.conditions();
      if (trial instanceof Trial.Pair pair) {
        runPair(pair.among(arm -> !ledger.lost(arm)), before);
      } else {
        runSingle(trial, before);
      }
    }
  }

  private void runSingle(Trial trial, Conditions before) {
    try {
      if (trial instanceof Trial.Quality quality) {
        runQuality(quality);
        look(trial, before);
        return;
      }
      if (trial instanceof Trial.Floor floor) {
        ledger.floor = trials.floor(floor);
      } else if (trial instanceof Trial.Solo solo) {
        keep(solo, trials.solo(solo));
      } else if (trial instanceof Trial.Cold cold) {
        ledger.add(trials.cold(cold)).ifPresent(line -> meter.says(Phase.COLD_START, line));
      } else if (trial instanceof Trial.Energy energy) {
        keep(energy, trials.energy(energy), before);
      }
      look(trial, before);
    } catch (BrokenTrialException e) {
      ledger.add(e.fault());
    }
    meter.over(trial.phase());
  }

  private void runQuality(Trial.Quality trial) throws BrokenTrialException {
    SampleChunks chunks = samples.orElseThrow();
    AtomicInteger done = new AtomicInteger();
    try {
      ledger.predictions.put(
          trial.arm(),
          trials.quality(
              trial,
              chunks,
              labels,
              answers,
              count -> {
                done.addAndGet(count);
                meter.advance(Phase.QUALITY, count);
              }));
      ledger.postprocess.put(
          trial.arm(), StageTimer.OF_THIS_PROCESS.postprocess(new Answers(answers)));
    } finally {
      meter.advance(Phase.QUALITY, chunks.size() - done.get());
    }
  }

  private void keep(Trial.Solo trial, Trials.SoloRun run) {
    ledger.add(trial.arm(), run.ready());
    ledger.solo.add(withStages(run.observations()));
    ledger.loadFacts.putAll(run.facts());
    // Batches of another load pattern need other memory: the first pattern's is the arm's.
    if (trial.load().equals(plan.scenario().load().get(0))) {
      run.memory().ifPresent(m -> ledger.memory.put(trial.arm(), m));
    }
    ledger.services.merge(trial.arm(), run.serviceNanos(), Math::min);
  }

  /** Single queries have stages around them, where the data comes from files. */
  private SoloObservations withStages(SoloObservations observed) {
    boolean single = observed.load().equals(new LoadPattern.SingleStream().key());
    long[] after = ledger.postprocess.getOrDefault(observed.arm(), new long[0]);
    return single ? observed.with(new Stages(ledger.preprocess, after)) : observed;
  }

  /**
   * A window of a throttled board is lost; a minute of load may throttle where short trials do not.
   */
  private void keep(Trial.Energy trial, EnergyBench.Shift shift, Conditions before) {
    List<String> throttled = probe.conditions().throttledSince(before);
    if (throttled.isEmpty()) {
      energy.keep(shift);
    } else {
      energy.lose(trial.arm() + ", " + trial.label(), "throttled, " + throttled.get(0));
    }
  }

  private void look(Trial trial, Conditions before) {
    Conditions after = probe.conditions();
    // A sustained load is run to see when the CPU is held down; its slices tell.
    boolean sustained =
        trial instanceof Trial.Solo solo && solo.load() instanceof LoadPattern.Sustained;
    boolean alone = trial.phase() == Phase.SOLO || trial.phase() == Phase.COLD_START;
    if (!alone) {
      ledger.watch.sees(after);
      return;
    }
    ledger.watch.seesAlone(before, after);
    if (!sustained) {
      for (String cause : after.throttledSince(before)) {
        ledger.throttled.add(String.join(", ", trial.arms()) + ", " + trial.label() + ": " + cause);
      }
    }
  }

  private void runPair(Trial.Pair trial, Conditions before) {
    try {
      ForkPair pair = trials.pair(trial, ledger.services, tail());
      Conditions after = probe.conditions();
      ledger.watch.sees(after);
      List<String> throttled = after.throttledSince(before);
      Optional<String> unusable = unusable(pair);
      if (!throttled.isEmpty()) {
        throwAway(trial, "throttled, " + String.join(", ", throttled), PairTally.Cause.CONDITIONS);
      } else if (unusable.isPresent()) {
        throwAway(trial, unusable.get(), PairTally.Cause.CONDITIONS);
      } else {
        ledger.add(trial, pair).ifPresent(line -> meter.says(Phase.PAIRS, line));
        over(Phase.PAIRS);
      }
    } catch (BrokenTrialException e) {
      Fault fault = e.fault();
      ledger.add(fault);
      boolean own = fault.arm().equals(trial.candidate());
      throwAway(
          trial,
          fault.arm() + " " + fault.kind(),
          own ? PairTally.Cause.CANDIDATE : PairTally.Cause.CONDITIONS);
    }
  }

  private void throwAway(Trial.Pair trial, String reason, PairTally.Cause cause) {
    if (ledger.throwAway(trial, reason, cause)) {
      // Last, so that whatever was wrong with the machine may be over by then.
      waiting.addLast(trial);
    } else {
      over(Phase.PAIRS);
    }
  }

  private void begins(Phase phase) {
    if (phase == Phase.PAIRS) {
      over(phase);
    } else {
      meter.begins(phase);
    }
  }

  /** Fork pairs end when all is decided, and are counted up to the next look; all else is fixed. */
  private void over(Phase phase) {
    if (phase == Phase.PAIRS) {
      meter.stands(phase, ledger.pairs(), ledger.targetPairs());
    } else {
      meter.over(phase);
    }
  }

  /** Why the times of a pair cannot be compared, if they cannot: its logarithms would be NaN. */
  private static Optional<String> unusable(ForkPair pair) {
    for (String arm : pair.rounds().keySet()) {
      for (Block block : pair.rounds().getOrDefault(arm, List.of())) {
        for (int i = 0; i < block.size(); i++) {
          if (block.wallNanos(i) <= 0 || block.cpuNanos(i) < 0) {
            return Optional.of("a time of " + arm + " that is none");
          }
        }
      }
    }
    return Optional.empty();
  }

  /** The highest percentile that is compared. */
  private Pace.Tail tail() {
    Set<Metric> compared =
        plan.scenario().requirements().stream()
            .filter(r -> r.rule() instanceof Rule.Against || r.rule() instanceof Rule.GainAtLeast)
            .map(Requirement::metric)
            .collect(Collectors.toSet());
    if (compared.contains(Metric.LATENCY_P99)) {
      return Pace.Tail.P99;
    }
    return compared.contains(Metric.LATENCY_P95) ? Pace.Tail.P95 : Pace.Tail.NONE;
  }
}
