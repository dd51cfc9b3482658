package dev.touchstone.runner;

import dev.touchstone.baselines.Block;
import dev.touchstone.baselines.Fault;
import dev.touchstone.baselines.ForkPair;
import dev.touchstone.runner.plan.Phase;
import dev.touchstone.runner.plan.Plan;
import dev.touchstone.runner.plan.Trial;
import dev.touchstone.runner.system.Conditions;
import dev.touchstone.runner.system.SystemProbe;
import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.Rule;
import dev.touchstone.scenarios.quality.Labels;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Goes through the trials of one plan, keeps the books, and decides what is done again or left. */
final class Course {

  private final Plan plan;
  private final Trials trials;
  private final Optional<SampleChunks> samples;
  private final Optional<Labels> labels;
  private final Path answers;
  private final SystemProbe probe;
  private final Ledger ledger;
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
      Meter meter) {
    this.plan = plan;
    this.trials = trials;
    this.samples = samples;
    this.labels = labels;
    this.answers = answers;
    this.probe = probe;
    this.ledger = ledger;
    this.meter = meter;
    this.waiting = new ArrayDeque<>(plan.trials());
  }

  void run() {
    while (!waiting.isEmpty() && !ledger.hopeless()) {
      Trial trial = waiting.removeFirst();
      if (ledger.pointless(trial)) {
        meter.over(trial.phase());
        continue;
      }
      meter.begins(trial.phase());
      Conditions before = probe.conditions();
      if (trial instanceof Trial.Pair pair) {
        runPair(pair.among(arm -> !ledger.lost(arm)), before);
      } else {
        runSingle(trial);
        noteThrottling(trial, before);
      }
    }
  }

  private void runSingle(Trial trial) {
    try {
      if (trial instanceof Trial.Quality quality) {
        runQuality(quality);
        return;
      }
      if (trial instanceof Trial.Floor floor) {
        ledger.floor = trials.floor(floor);
      } else if (trial instanceof Trial.Solo solo) {
        keep(solo, trials.solo(solo));
      } else if (trial instanceof Trial.Cold cold) {
        trials.cold(cold).ifPresent(ledger.coldStarts::add);
      }
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
    } finally {
      meter.advance(Phase.QUALITY, chunks.size() - done.get());
    }
  }

  private void keep(Trial.Solo trial, Trials.SoloRun run) {
    ledger.add(trial.arm(), run.ready());
    ledger.solo.add(run.observations());
    // Batches of another load pattern need other memory: the first pattern's is the arm's.
    if (trial.load().equals(plan.scenario().load().get(0))) {
      run.memory().ifPresent(m -> ledger.memory.put(trial.arm(), m));
    }
    ledger.services.merge(trial.arm(), run.serviceNanos(), Math::min);
  }

  private void noteThrottling(Trial trial, Conditions before) {
    boolean timed = trial.phase() == Phase.SOLO || trial.phase() == Phase.COLD_START;
    if (timed) {
      for (String cause : probe.conditions().throttledSince(before)) {
        ledger.throttled.add(String.join(", ", trial.arms()) + ", " + trial.label() + ": " + cause);
      }
    }
  }

  private void runPair(Trial.Pair trial, Conditions before) {
    try {
      ForkPair pair = trials.pair(trial, ledger.services, comparesP95());
      List<String> throttled = probe.conditions().throttledSince(before);
      Optional<String> unusable = unusable(pair);
      if (!throttled.isEmpty()) {
        throwAway(trial, "throttled, " + String.join(", ", throttled), PairTally.Cause.CONDITIONS);
      } else if (unusable.isPresent()) {
        throwAway(trial, unusable.get(), PairTally.Cause.CONDITIONS);
      } else {
        ledger.add(trial, pair);
        meter.over(Phase.PAIRS);
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
      meter.over(Phase.PAIRS);
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

  private boolean comparesP95() {
    return plan.scenario().requirements().stream()
        .filter(r -> r.rule() instanceof Rule.Against || r.rule() instanceof Rule.GainAtLeast)
        .anyMatch(r -> r.metric() == Metric.LATENCY_P95 || r.metric() == Metric.LATENCY_P99);
  }
}
