package dev.touchstone.runner;

import dev.touchstone.baselines.ArmRole;
import dev.touchstone.baselines.Block;
import dev.touchstone.baselines.ColdStart;
import dev.touchstone.baselines.Fault;
import dev.touchstone.baselines.ForkPair;
import dev.touchstone.baselines.Memory;
import dev.touchstone.baselines.SoloObservations;
import dev.touchstone.runner.plan.AbbaOrder;
import dev.touchstone.runner.plan.Pace;
import dev.touchstone.runner.plan.Plan;
import dev.touchstone.runner.plan.Trial;
import dev.touchstone.runner.process.Answers;
import dev.touchstone.runner.process.Launch;
import dev.touchstone.runner.process.PageCacheDrop;
import dev.touchstone.runner.system.Conditions;
import dev.touchstone.scenarios.PageCache;
import dev.touchstone.scenarios.quality.Labels;
import dev.touchstone.scenarios.quality.Predictions;
import dev.touchstone.worker.protocol.Marks;
import dev.touchstone.worker.protocol.Reply;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/** Carries out single trials; whatever workers a trial starts are gone when it is over. */
final class Trials {

  private static final int PROBE_ITERATIONS = 11;
  private static final int SLOW_PROBE_ITERATIONS = 3;
  private static final double SLOW_NANOS = 1e8;

  private final Workers workers;
  private final Launches launches;
  private final Supplier<Conditions> conditions;
  private final Optional<EnergyBench> bench;

  /**
   * For one plan.
   *
   * @param conditions of the machine, looked at while long trials go on
   * @param bench where energy is measured; empty without a power sensor
   */
  Trials(
      Workers workers,
      Launches launches,
      Supplier<Conditions> conditions,
      Optional<EnergyBench> bench) {
    this.workers = workers;
    this.launches = launches;
    this.conditions = conditions;
    this.bench = bench;
  }

  EnergyBench.Shift energy(Trial.Energy trial) throws BrokenTrialException {
    return bench.orElseThrow().run(trial, workers, launches);
  }

  /**
   * What one arm did alone.
   *
   * @param facts about how the load was run, for the environment
   * @param memory empty where the kernel does not account for it
   * @param serviceNanos wall time of one inference: the median of a short block after warm-up
   */
  record SoloRun(
      SoloObservations observations,
      Map<String, String> facts,
      Optional<Memory> memory,
      double serviceNanos,
      Reply.Ready ready) {}

  SoloRun solo(Trial.Solo trial) throws BrokenTrialException {
    try (Worker worker = workers.start(launches.warm(trial, trial.arm()))) {
      double service = serviceNanos(worker);
      Plan plan = launches.plan();
      boolean judged = plan.arm(trial.arm()).role() == ArmRole.CANDIDATE;
      SoloLoad load =
          new SoloLoad(plan.scenario(), plan.settings(), trial, worker, service, judged);
      SoloLoad.Shown shown = load.run(conditions);
      return new SoloRun(
          shown.observations(), shown.facts(), worker.memory(), service, worker.ready());
    }
  }

  private static double serviceNanos(Worker worker) throws BrokenTrialException {
    boolean slow = warmUpNanos(worker.ready()) > SLOW_NANOS;
    Block probe = worker.block(slow ? SLOW_PROBE_ITERATIONS : PROBE_ITERATIONS);
    long[] nanos = new long[probe.size()];
    Arrays.setAll(nanos, probe::wallNanos);
    Arrays.sort(nanos);
    return Math.max(1, nanos[nanos.length / 2]);
  }

  /** Mean wall time of one inference while warming up. */
  static double warmUpNanos(Reply.Ready ready) {
    Marks marks = ready.marks();
    double nanos = marks.warm() - marks.firstInferenceDone();
    return Math.max(1, nanos / Math.max(1, ready.warmUpIterations()));
  }

  Optional<Memory> floor(Trial.Floor trial) throws BrokenTrialException {
    try (Worker worker = workers.start(launches.floor(trial))) {
      return worker.memory();
    }
  }

  /**
   * One start of one arm.
   *
   * @param start empty where the kernel does not account for CPU time
   * @param notDropped why the model's files could not be taken out of the page cache, if they were
   *     to be
   */
  record Start(Optional<ColdStart> start, Optional<String> notDropped) {}

  Start cold(Trial.Cold trial) throws BrokenTrialException {
    boolean drop = launches.plan().scenario().loading().pageCache() == PageCache.DROPPED;
    Optional<String> notDropped =
        drop ? PageCacheDrop.of(launches.plan().arm(trial.arm()).model()) : Optional.empty();
    PageCache found = drop && notDropped.isEmpty() ? PageCache.DROPPED : PageCache.WARM;
    try (Worker worker = workers.start(launches.start(trial, trial.arm()))) {
      Optional<Memory> memory = worker.memory();
      return new Start(
          worker.coldStart().map(s -> s.in(trial.quad(), found).with(memory)), notDropped);
    }
  }

  /**
   * Runs all samples.
   *
   * @param answers the file that answers go through
   * @param done hears how many samples were run
   * @throws BrokenTrialException also if the output cannot answer the labels
   */
  Predictions quality(
      Trial.Quality trial,
      SampleChunks samples,
      Optional<Labels> labels,
      Path answers,
      IntConsumer done)
      throws BrokenTrialException {
    Optional<OutputDecoder> decoder = Optional.empty();
    try (Worker worker = workers.start(launches.cold(trial, trial.arm()))) {
      for (int i = 0; i < samples.count(); i++) {
        Answers answered = worker.quality(samples.file(i), answers, samples.samplesIn(i));
        if (decoder.isEmpty()) {
          decoder = Optional.of(decoder(trial, answered, labels));
        }
        decoder.get().add(answered);
        done.accept(samples.samplesIn(i));
      }
    }
    return decoder.orElseThrow().predictions();
  }

  private static OutputDecoder decoder(
      Trial.Quality trial, Answers answers, Optional<Labels> labels) throws BrokenTrialException {
    OutputDecoder decoder = new OutputDecoder(answers.outputs().get(0), labels);
    Optional<String> misfit = decoder.misfit();
    if (misfit.isPresent()) {
      throw new BrokenTrialException(
          new Fault(
              trial.arm(),
              trial.label(),
              Fault.Kind.INFERENCE_FAILED,
              OptionalInt.empty(),
              misfit.get(),
              List.of()));
    }
    return decoder;
  }

  /**
   * Runs one fork pair.
   *
   * @param services wall time of one inference by arm; the warm-up's where an arm has none
   * @param tail the highest percentile that is compared
   */
  ForkPair pair(Trial.Pair trial, Map<String, Double> services, Pace.Tail tail)
      throws BrokenTrialException {
    List<Launch> together =
        trial.startOrder().stream()
            .map(arm -> launches.warm(trial, arm).withPadding(trial.padding().getOrDefault(arm, 0)))
            .toList();
    List<Worker> started = workers.startTogether(together);
    try {
      double slowest = 1;
      List<Fork> forks = new ArrayList<>();
      for (int i = 0; i < started.size(); i++) {
        Worker worker = started.get(i);
        String arm = trial.startOrder().get(i);
        forks.add(new Fork(arm, worker, new ArrayList<>()));
        double service = services.getOrDefault(arm, warmUpNanos(worker.ready()));
        slowest = Math.max(slowest, service);
      }
      return rounds(trial, forks, Pace.of(slowest, tail));
    } finally {
      started.forEach(Worker::close);
    }
  }

  private record Fork(String arm, Worker worker, List<Block> blocks) {}

  private static ForkPair rounds(Trial.Pair trial, List<Fork> forks, Pace pace)
      throws BrokenTrialException {
    AbbaOrder<Fork> order = new AbbaOrder<>(forks, trial.seed());
    for (int round = 0; round < pace.rounds(); round++) {
      for (Fork fork : order.next()) {
        fork.blocks().add(fork.worker().block(pace.iterations()));
      }
    }
    Map<String, List<Block>> rounds = new LinkedHashMap<>();
    Map<String, Memory> memory = new LinkedHashMap<>();
    for (Fork fork : forks) {
      rounds.put(fork.arm(), List.copyOf(fork.blocks()));
      fork.worker().memory().ifPresent(m -> memory.put(fork.arm(), m));
    }
    return new ForkPair(trial.index(), rounds, memory);
  }
}
