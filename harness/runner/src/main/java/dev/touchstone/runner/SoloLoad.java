package dev.touchstone.runner;

import dev.touchstone.baselines.LoadLimits;
import dev.touchstone.baselines.LoadSlice;
import dev.touchstone.baselines.QueryLooks;
import dev.touchstone.baselines.SoloObservations;
import dev.touchstone.baselines.statistics.Quantiles;
import dev.touchstone.runner.plan.PlanSettings;
import dev.touchstone.runner.plan.Trial;
import dev.touchstone.runner.process.LoadObservations;
import dev.touchstone.runner.process.PatternArrival;
import dev.touchstone.runner.system.Conditions;
import dev.touchstone.scenarios.LoadPattern;
import dev.touchstone.scenarios.Requirement;
import dev.touchstone.scenarios.Scenario;
import dev.touchstone.worker.protocol.Stop;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** Runs one load pattern on one worker until its limits are decided. */
final class SoloLoad {

  /** How often a rate that was found is lowered, until a fresh run keeps the bound. */
  private static final int MOST_STEPS_DOWN = 6;

  private static final double STEP_DOWN = 0.95;

  private final Scenario scenario;
  private final PlanSettings settings;
  private final Trial.Solo trial;
  private final Worker worker;
  private final double serviceNanos;
  private final List<Requirement> limits;

  /**
   * Prepares a load.
   *
   * @param worker warm
   * @param serviceNanos wall time of one inference, above 0
   * @param judged whether the arm must keep the scenario's limits; if not, nothing is decided
   */
  SoloLoad(
      Scenario scenario,
      PlanSettings settings,
      Trial.Solo trial,
      Worker worker,
      double serviceNanos,
      boolean judged) {
    this.scenario = scenario;
    this.settings = settings;
    this.trial = trial;
    this.worker = worker;
    this.serviceNanos = serviceNanos;
    this.limits = judged ? SoloLength.limits(scenario, trial.load()) : List.of();
  }

  /**
   * What a load has shown.
   *
   * @param facts about how it was run, for the environment
   */
  record Shown(SoloObservations observations, Map<String, String> facts) {}

  /**
   * Runs it.
   *
   * @param conditions looked at while a sustained load goes on
   */
  Shown run(Supplier<Conditions> conditions) throws BrokenTrialException {
    if (trial.load() instanceof LoadPattern.Server server && server.ratePerSecond().isEmpty()) {
      return atThePeak(server);
    }
    if (!(trial.load() instanceof LoadPattern.Sustained)) {
      return new Shown(at(trial.load(), limits), Map.of());
    }
    try (ThrottleWatch watch = ThrottleWatch.start(conditions)) {
      SoloObservations observed = at(trial.load(), limits);
      List<LoadSlice> marked = observed.slices().stream().map(watch::marked).toList();
      return new Shown(observed.with(marked), Map.of());
    }
  }

  /** Goes on from look to look as long as a limit is not decided. */
  private SoloObservations at(LoadPattern load, List<Requirement> open)
      throws BrokenTrialException {
    QueryLooks looks = SoloLength.looks(scenario, load, serviceNanos, settings);
    boolean timed = load instanceof LoadPattern.Sustained;
    QueryLooks planned = timed ? QueryLooks.AT_THE_END : looks;
    LoadObservations observed =
        worker.load(PatternArrival.of(load, trial.seed()), SoloLength.first(load, looks));
    SoloObservations solo = observed.solo(trial.arm(), load).with(planned);
    OptionalInt next = planned.after(solo.queries().size());
    while (next.isPresent() && LoadLimits.areOpen(open, solo)) {
      observed =
          observed.and(worker.goOn(Stop.afterQueries(next.getAsInt() - solo.queries().size())));
      solo = observed.solo(trial.arm(), load).with(planned);
      next = planned.after(solo.queries().size());
    }
    return solo;
  }

  private Shown atThePeak(LoadPattern.Server server) throws BrokenTrialException {
    LoadPattern.Bound bound = server.bound().orElseThrow();
    PeakRate search = new PeakRate(5e8 / serviceNanos);
    while (!search.isOver()) {
      search.tried(probe(server.withRate(search.next()), bound));
    }
    double rate = search.found().orElse(search.next());
    List<Requirement> kept = List.of(LoadLimits.of(bound, server.key()));
    SoloObservations observed = at(server.withRate(rate), kept);
    for (int i = 0; i < MOST_STEPS_DOWN && !LoadLimits.areKept(kept, observed); i++) {
      rate *= STEP_DOWN;
      observed = at(server.withRate(rate), kept);
    }
    String found =
        String.format(
            Locale.ROOT,
            "%.4g /s; %s %s within %.4g ms, after a search over %d rates",
            rate,
            bound.percentile().key(),
            LoadLimits.areKept(kept, observed) ? "is" : "is not",
            bound.nanos() / 1e6,
            search.tries());
    return new Shown(observed, Map.of("load.server.rate." + trial.arm(), found));
  }

  /** Whether a rate seems to keep a bound, by the percentile of a short run. */
  private boolean probe(LoadPattern.Server server, LoadPattern.Bound bound)
      throws BrokenTrialException {
    double quantile = bound.percentile().quantile().orElseThrow();
    double perSecond = server.ratePerSecond().orElseThrow();
    double inTime = perSecond * settings.soloTime().toNanos() / 1e9;
    int queries =
        (int) Math.min(Stop.RAW_QUERIES, Math.max(Quantiles.fewest(quantile, 0.9), inTime));
    LoadObservations observed =
        worker.load(PatternArrival.of(server, trial.seed()), Stop.afterQueries(queries));
    return observed.histogram().getValueAtPercentile(quantile * 100) <= bound.nanos();
  }
}
