package dev.touchstone.runner;

import dev.touchstone.baselines.EnergyObservations;
import dev.touchstone.baselines.Environment;
import dev.touchstone.baselines.EvaluationSamples;
import dev.touchstone.baselines.Fault;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.runner.plan.Plan;
import dev.touchstone.runner.plan.PlanSettings;
import dev.touchstone.runner.power.PowerSource;
import dev.touchstone.runner.power.Sleeper;
import dev.touchstone.runner.system.Conditions;
import dev.touchstone.runner.system.RunEvidence;
import dev.touchstone.runner.system.SystemProbe;
import dev.touchstone.scenarios.Progress;
import dev.touchstone.scenarios.Scenario;
import dev.touchstone.scenarios.data.DataManifest;
import dev.touchstone.scenarios.data.Dataset;
import dev.touchstone.worker.protocol.ModelInputs;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Carries out a plan and returns everything that was observed.
 *
 * <p>What goes wrong in a worker is part of the result. A model that the runtime refuses is not
 * tried again; if that is the reference, the run ends, since nothing could be judged.
 */
public final class Runner {

  private static final DateTimeFormatter ID_TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Workers workers;
  private final SystemProbe probe;
  private final Function<DataManifest, Dataset> datasets;
  private final Clock clock;
  private final String toolVersion;
  private final PowerSource power;
  private final Optional<EnergyBench> bench;

  /**
   * Wires a runner.
   *
   * @param workers starts measured processes, such as {@link ProcessWorkers}
   * @param probe looks at the machine that they run on
   * @param datasets opens evaluation data
   * @param clock of the result's time stamps
   * @param toolVersion of Touchstone
   */
  public Runner(
      Workers workers,
      SystemProbe probe,
      Function<DataManifest, Dataset> datasets,
      Clock clock,
      String toolVersion) {
    this(workers, probe, datasets, clock, toolVersion, PowerSource.UNASKED, Optional.empty());
  }

  private Runner(
      Workers workers,
      SystemProbe probe,
      Function<DataManifest, Dataset> datasets,
      Clock clock,
      String toolVersion,
      PowerSource power,
      Optional<EnergyBench> bench) {
    this.workers = Objects.requireNonNull(workers, "workers");
    this.probe = Objects.requireNonNull(probe, "probe");
    this.datasets = Objects.requireNonNull(datasets, "datasets");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.toolVersion = Objects.requireNonNull(toolVersion, "toolVersion");
    this.power = Objects.requireNonNull(power, "power");
    this.bench = Objects.requireNonNull(bench, "bench");
  }

  /**
   * The same runner with a power sensor, or with the reason why there is none; a plan that holds
   * energy needs one.
   */
  public Runner measuring(PowerSource source) {
    return measuring(source, Clock.systemUTC(), Sleeper.REAL);
  }

  Runner measuring(PowerSource source, Clock sensorClock, Sleeper sleeper) {
    Optional<EnergyBench> on =
        source.meter().map(meter -> new EnergyBench(meter, sensorClock, sleeper));
    return new Runner(workers, probe, datasets, clock, toolVersion, source, on);
  }

  /**
   * Runs a plan.
   *
   * @param progress hears how far each {@link dev.touchstone.runner.plan.Phase} has come, by its
   *     title
   * @throws dev.touchstone.scenarios.problem.ScenarioException if the evaluation data is not as its
   *     manifest says
   * @throws java.io.UncheckedIOException if no process can be started, or a disk is full
   */
  public RunResult run(Plan plan, Progress progress) {
    return run(plan, List.of(), progress);
  }

  /**
   * Runs a plan after something went wrong already.
   *
   * @param known faults from before the run, such as recipes that could not be carried out; they
   *     come first in the result
   */
  public RunResult run(Plan plan, List<Fault> known, Progress progress) {
    Instant started = clock.instant();
    Optional<Dataset> data = plan.scenario().evaluation().map(datasets);
    try (RunFolder folder = RunFolder.create()) {
      Optional<SampleChunks> samples = data.map(d -> new SampleChunks(d, folder));
      ModelInputs inputs =
          samples
              .map(s -> s.timed(plan.seed()))
              .orElse(new ModelInputs(Optional.empty(), 1, plan.seed()));
      Ledger ledger = new Ledger(plan, known);
      ledger.preprocess = data.map(StageTimer.OF_THIS_PROCESS::preprocess).orElse(new long[0]);
      EnergyBook energy = new EnergyBook(power);
      Conditions before = probe.conditions();
      new Course(
              plan,
              new Trials(workers, new Launches(plan, inputs), probe::conditions, bench),
              samples,
              data.flatMap(Dataset::labels),
              folder.file("answers.bin"),
              probe,
              ledger,
              energy,
              new Meter(plan, data.map(Dataset::size).orElse(0), progress))
          .run();
      Conditions after = probe.conditions();
      Map<String, String> facts = facts(ledger);
      List<EnergyObservations> windows = energy.close(facts);
      Environment environment = environment(plan, before, after, ledger, facts);
      return result(plan, started, environment, ledger, windows, data);
    }
  }

  private Environment environment(
      Plan plan, Conditions before, Conditions after, Ledger ledger, Map<String, String> facts) {
    Environment environment =
        probe.environment(
            new RunEvidence(
                plan.scenario().profile(),
                before,
                after,
                facts,
                ledger.throttled,
                ledger.worstTally().valid(),
                ledger.worstTally().invalidByConditions(),
                ledger.watch));
    List<String> warnings = new ArrayList<>(environment.warnings());
    plan.settings()
        .injectedWork()
        .forEach(
            (arm, fraction) ->
                warnings.add(
                    String.format(
                        Locale.ROOT,
                        "%s was made %.1f %% slower on purpose: this run proves the instrument, it"
                            + " does not judge the model.",
                        arm,
                        fraction * 100)));
    plan.settings()
        .stalls()
        .forEach(
            (arm, stall) ->
                warnings.add(
                    String.format(
                        Locale.ROOT,
                        "%s was stalled on purpose, for %.4g ms every %.4g s: this run proves the"
                            + " instrument, it does not judge the model.",
                        arm,
                        stall.nanos() / 1e6,
                        stall.everyNanos() / 1e9)));
    if (plan.settings().pairs() < PlanSettings.MOST_PAIRS) {
      warnings.add(
          "At most "
              + plan.settings().pairs()
              + " fork pairs were planned; a comparison may need "
              + PlanSettings.MOST_PAIRS
              + ".");
    }
    return new Environment(environment.facts(), warnings, environment.violations());
  }

  private Map<String, String> facts(Ledger ledger) {
    Map<String, String> facts = new LinkedHashMap<>(workers.limits());
    facts.putAll(ledger.runtimeFacts());
    return facts;
  }

  private RunResult result(
      Plan plan,
      Instant started,
      Environment environment,
      Ledger ledger,
      List<EnergyObservations> energy,
      Optional<Dataset> data) {
    Scenario scenario = plan.scenario();
    return new RunResult(
        id(started, scenario),
        new RunResult.Provenance(toolVersion, started, clock.instant()),
        scenario.name(),
        scenario.text(),
        scenario.profile().name(),
        plan.seed(),
        environment,
        plan.arms(),
        List.copyOf(ledger.faults()),
        List.copyOf(ledger.solo),
        ledger.floor,
        ledger.memory,
        List.copyOf(ledger.coldStarts),
        ledger.campaigns(),
        data.map(EvaluationSamples::of),
        ledger.predictions,
        energy);
  }

  private static String id(Instant started, Scenario scenario) {
    String name = scenario.name().replaceAll("[^A-Za-z0-9._-]+", "-");
    return ID_TIME.format(started)
        + "-"
        + name
        + "-"
        + UUID.randomUUID().toString().substring(0, 4);
  }
}
