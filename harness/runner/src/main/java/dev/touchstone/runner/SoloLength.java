package dev.touchstone.runner;

import dev.touchstone.runner.plan.PlanSettings;
import dev.touchstone.scenarios.LoadPattern;
import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.Requirement;
import dev.touchstone.scenarios.Rule;
import dev.touchstone.scenarios.Scenario;
import dev.touchstone.worker.protocol.Arrival;
import dev.touchstone.worker.protocol.Stop;

/**
 * How long an arm runs alone.
 *
 * <p>A percentile needs a number of queries before it can be claimed at 99 % (exact binomial rule
 * of mlcommons/inference, {@code loadgen}): 11 for p50, 130 for p95, 662 for p99. All three are
 * wanted; a slow model is cut short at the plan's limit, unless a requirement names a percentile:
 * then up to {@link #STRETCH} times the limit is spent on it.
 */
final class SoloLength {

  static final int QUERIES_FOR_P50 = 11;
  static final int QUERIES_FOR_P95 = 130;
  static final int QUERIES_FOR_P99 = 662;

  /** How many times the limit is spent where a requirement cannot be answered otherwise. */
  static final int STRETCH = 6;

  private SoloLength() {}

  /**
   * When a load pattern may end.
   *
   * @param serviceNanos wall time of one inference, above 0
   */
  static Stop of(Scenario scenario, LoadPattern load, double serviceNanos, PlanSettings settings) {
    double perQuery = nanosPerQuery(load, serviceNanos);
    double fits = settings.soloLimit().toNanos() / perQuery;
    int wanted = load instanceof LoadPattern.Offline ? QUERIES_FOR_P50 : QUERIES_FOR_P99;
    double needed = Math.min(needed(scenario, load), STRETCH * fits);
    int queries = (int) Math.max(3, Math.max(Math.min(wanted, fits), needed));
    return Stop.after(settings.soloTime().toNanos(), queries);
  }

  private static double nanosPerQuery(LoadPattern load, double serviceNanos) {
    if (load instanceof LoadPattern.MultiStream multi) {
      return serviceNanos * multi.samplesPerQuery();
    }
    if (load instanceof LoadPattern.Offline offline) {
      return serviceNanos * offline.batch();
    }
    if (load instanceof LoadPattern.Server server) {
      return Math.max(serviceNanos, 1e9 / server.ratePerSecond());
    }
    return serviceNanos;
  }

  private static int needed(Scenario scenario, LoadPattern load) {
    return scenario.requirements().stream()
        .filter(r -> r.rule() instanceof Rule.AtMost || r.rule() instanceof Rule.AtLeast)
        .filter(r -> r.load().map(load.key()::equals).orElse(load == scenario.load().get(0)))
        .mapToInt(SoloLength::needed)
        .max()
        .orElse(QUERIES_FOR_P50);
  }

  private static int needed(Requirement requirement) {
    if (requirement.metric() == Metric.LATENCY_P99) {
      return QUERIES_FOR_P99;
    }
    return requirement.metric() == Metric.LATENCY_P95 ? QUERIES_FOR_P95 : QUERIES_FOR_P50;
  }

  /** The load pattern in the worker's words. */
  static Arrival arrival(LoadPattern load, long seed) {
    if (load instanceof LoadPattern.MultiStream multi) {
      return new Arrival.MultiStream(multi.samplesPerQuery());
    }
    if (load instanceof LoadPattern.Server server) {
      return new Arrival.Server(server.ratePerSecond(), seed);
    }
    if (load instanceof LoadPattern.Offline offline) {
      return new Arrival.Offline(offline.batch());
    }
    return new Arrival.SingleStream();
  }
}
