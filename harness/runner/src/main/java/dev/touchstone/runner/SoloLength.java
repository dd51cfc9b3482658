package dev.touchstone.runner;

import dev.touchstone.baselines.QueryLooks;
import dev.touchstone.baselines.statistics.Quantiles;
import dev.touchstone.runner.plan.PlanSettings;
import dev.touchstone.scenarios.LoadPattern;
import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.Requirement;
import dev.touchstone.scenarios.Rule;
import dev.touchstone.scenarios.Scenario;
import dev.touchstone.worker.protocol.Stop;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How long an arm runs alone.
 *
 * <p>A percentile needs a number of queries before it can be claimed at 99 % (exact binomial rule
 * of mlcommons/inference, {@code loadgen}): 11 for p50, 64 for p90, 130 for p95, 662 for p99, 6 636
 * for p99.9. Those up to p99 are wanted; a slow model is cut short at the plan's limit, unless a
 * requirement names a percentile: then up to {@link #STRETCH} times the limit is spent on it.
 *
 * <p>The number of queries is fixed before the first one, from what one inference took by then: a
 * run that ended when its time is over would end early because of slow queries, and late because of
 * fast ones, and the binomial rule holds for neither.
 */
final class SoloLength {

  static final int QUERIES_FOR_P50 = 11;
  static final int QUERIES_FOR_P99 = 662;

  /** How many times the limit is spent where a requirement cannot be answered otherwise. */
  static final int STRETCH = 6;

  private static final double LEVEL = 0.99;

  private SoloLength() {}

  /**
   * At which numbers of queries a load is looked at, of which the first is run in any case and the
   * others as long as a limit is not decided.
   *
   * @param serviceNanos wall time of one inference, above 0
   */
  static QueryLooks looks(
      Scenario scenario, LoadPattern load, double serviceNanos, PlanSettings settings) {
    double perQuery = nanosPerQuery(load, serviceNanos);
    double fits = settings.soloLimit().toNanos() / perQuery;
    int enough = load instanceof LoadPattern.Offline ? QUERIES_FOR_P50 : QUERIES_FOR_P99;
    double wanted = Math.max(enough, settings.soloTime().toNanos() / perQuery);
    List<Requirement> limits = limits(scenario, load);
    int claimed = limits.stream().mapToInt(SoloLength::needed).max().orElse(QUERIES_FOR_P50);
    double needed = Math.min(claimed, STRETCH * fits);
    int first = whole(load, Math.max(3, Math.max(Math.min(wanted, fits), needed)));
    return QueryLooks.doubling(first, limits.isEmpty() ? first : whole(load, STRETCH * fits));
  }

  /** The time of a sustained load, and the queries of a first look elsewhere. */
  static Stop first(LoadPattern load, QueryLooks looks) {
    return load instanceof LoadPattern.Sustained sustained
        ? Stop.afterTime(sustained.durationNanos())
        : Stop.afterQueries(looks.planned().get(0));
  }

  /** Not more than can be answered one by one, and no part of a burst. */
  private static int whole(LoadPattern load, double queries) {
    int each = load instanceof LoadPattern.Burst burst ? burst.queries() : 1;
    long bursts = (long) Math.ceil(Math.min(queries, Stop.RAW_QUERIES) / each);
    return (int) Math.max(1, Math.min(bursts, Stop.RAW_QUERIES / each)) * each;
  }

  private static double nanosPerQuery(LoadPattern load, double serviceNanos) {
    if (load instanceof LoadPattern.MultiStream multi) {
      return serviceNanos * multi.samplesPerQuery();
    }
    if (load instanceof LoadPattern.Offline offline) {
      return serviceNanos * offline.batch();
    }
    if (load instanceof LoadPattern.Server server) {
      OptionalDouble rate = server.ratePerSecond();
      return rate.isPresent() ? Math.max(serviceNanos, 1e9 / rate.getAsDouble()) : serviceNanos;
    }
    if (load instanceof LoadPattern.Burst burst) {
      return Math.max(serviceNanos, (double) burst.everyNanos() / burst.queries());
    }
    return serviceNanos;
  }

  /** What is demanded of a load by itself, not against another arm. */
  static List<Requirement> limits(Scenario scenario, LoadPattern load) {
    return scenario.requirements().stream()
        .filter(r -> r.rule() instanceof Rule.AtMost || r.rule() instanceof Rule.AtLeast)
        .filter(r -> r.metric().isLatency() || r.metric() == Metric.THROUGHPUT)
        .filter(r -> r.load().map(load.key()::equals).orElse(isFirst(scenario, load)))
        .toList();
  }

  private static boolean isFirst(Scenario scenario, LoadPattern load) {
    return scenario.load().get(0).key().equals(load.key());
  }

  private static int needed(Requirement requirement) {
    OptionalDouble quantile = requirement.metric().quantile();
    return quantile.isPresent() ? Quantiles.fewest(quantile.getAsDouble(), LEVEL) : QUERIES_FOR_P50;
  }
}
