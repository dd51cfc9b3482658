package dev.touchstone.baselines;

import dev.touchstone.baselines.statistics.Bounds;
import dev.touchstone.baselines.statistics.HodgesLehmann;
import dev.touchstone.scenarios.LoadPattern;
import java.util.Optional;

/** Samples a second of one solo trial. */
final class Throughput {

  /** Stretches of consecutive queries: their rates are the observations. */
  private static final int STRETCHES = 30;

  private static final double NANOS_PER_SECOND = 1e9;

  private final SoloObservations solo;

  Throughput(SoloObservations solo) {
    this.solo = solo;
  }

  /** All samples over all the time. */
  double value() {
    return NANOS_PER_SECOND * samples(solo.queries().size()) / solo.elapsedNanos();
  }

  /**
   * Bounds of the value, from the spread of the rates of 30 stretches around their center; empty
   * with too few queries, and where queries come by a schedule, so that the schedule is measured
   * and not the system.
   */
  Optional<Bounds> bounds(double level) {
    int n = solo.queries().size();
    if (n < STRETCHES || solo.load().equals(new LoadPattern.Server(1, Optional.empty()).key())) {
      return Optional.empty();
    }
    double[] rates = new double[STRETCHES];
    for (int s = 0; s < STRETCHES; s++) {
      int from = (int) ((long) s * n / STRETCHES);
      int to = (int) ((s + 1L) * n / STRETCHES);
      rates[s] = NANOS_PER_SECOND * samples(to - from) / Math.max(1, wall(from, to));
    }
    HodgesLehmann center = HodgesLehmann.of(rates);
    double risk = 1 - level;
    double scale = value() / center.estimate();
    return Optional.of(new Bounds(center.lower(risk) * scale, center.upper(risk) * scale));
  }

  private double samples(int queries) {
    return (double) queries * solo.samplesPerQuery();
  }

  private double wall(int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += solo.queries().wallNanos(i);
    }
    return sum;
  }
}
