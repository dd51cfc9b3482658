package dev.touchstone.runner;

import dev.touchstone.baselines.Environment;
import dev.touchstone.baselines.EvaluationSamples;
import dev.touchstone.baselines.Fault;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.runner.plan.Plan;
import dev.touchstone.runner.plan.PlanSettings;
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
import java.util.List;
import java.util.Locale;
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
    this.workers = Objects.requireNonNull(workers, "workers");
    this.probe = Objects.requireNonNull(probe, "probe");
    this.datasets = Objects.requireNonNull(datasets, "datasets");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.toolVersion = Objects.requireNonNull(toolVersion, "toolVersion");
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
      Conditions before = probe.conditions();
      new Course(
              plan,
              new Trials(workers, new Launches(plan, inputs)),
              samples,
              data.flatMap(Dataset::labels),
              folder.file("answers.bin"),
              probe,
              ledger,
              new Meter(plan, data.map(Dataset::size).orElse(0), progress))
          .run();
      Environment environment = environment(plan, before, probe.conditions(), ledger);
      return result(plan, started, environment, ledger, data);
    }
  }

  private Environment environment(Plan plan, Conditions before, Conditions after, Ledger ledger) {
    Environment environment =
        probe.environment(
            new RunEvidence(
                plan.scenario().profile(),
                before,
                after,
                ledger.runtimeFacts(),
                ledger.throttled,
                ledger.worstTally().valid(),
                ledger.worstTally().invalidByConditions()));
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
    if (plan.settings().pairs() < PlanSettings.STANDARD_PAIRS) {
      warnings.add(
          "Only "
              + plan.settings().pairs()
              + " fork pairs were planned; comparisons are made for "
              + PlanSettings.STANDARD_PAIRS
              + ".");
    }
    return new Environment(environment.facts(), warnings, environment.violations());
  }

  private RunResult result(
      Plan plan, Instant started, Environment environment, Ledger ledger, Optional<Dataset> data) {
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
        data.map(d -> new EvaluationSamples(d.size(), d.labels(), d.slices())),
        ledger.predictions);
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
