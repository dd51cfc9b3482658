package dev.touchstone.baselines;

import dev.touchstone.baselines.statistics.Bounds;
import dev.touchstone.baselines.statistics.HodgesLehmann;
import java.util.List;
import java.util.Optional;

/**
 * Energy of one sample of one arm, in joules above rest. A window is the replicate, since each has
 * a worker of its own; its bounds are signed-rank bounds of their center, which know nothing of an
 * error that is the same in all windows, such as the sensor's own.
 */
final class Energy {

  private final EnergyObservations observations;
  private final HodgesLehmann center;

  private Energy(EnergyObservations observations) {
    this.observations = observations;
    this.center =
        HodgesLehmann.of(
            observations.windows().stream().mapToDouble(EnergyWindow::joulesPerSample).toArray());
  }

  /** What was measured of an arm, if anything was. */
  static Optional<Energy> of(RunResult run, String arm) {
    return run.energy().stream()
        .filter(e -> e.arm().equals(arm) && !e.windows().isEmpty())
        .findFirst()
        .map(Energy::new);
  }

  /** Why a run holds no energy of an arm, as a sentence. */
  static String whyAbsent(RunResult run, String arm) {
    String known = run.environment().facts().get(EnergyObservations.ABSENT);
    return known == null
        ? "The energy of " + arm + " was not measured in this run."
        : "Energy was not measured: " + known;
  }

  int n() {
    return center.n();
  }

  double value() {
    return center.estimate();
  }

  /** Bounds of the value, each at the given level; infinite with too few windows. */
  Bounds bounds(double level) {
    return new Bounds(center.lower(1 - level), center.upper(1 - level));
  }

  /** The risk of the claim that a sample takes more than so many joules. */
  double riskOfAbove(double joules) {
    return center.riskOfAbove(joules);
  }

  String sensor() {
    return observations.sensor();
  }

  String load() {
    return observations.load();
  }

  /** The windows of this arm and of another that were measured next to each other. */
  List<Pair> besides(Energy other) {
    return observations.windows().stream()
        .flatMap(
            ours ->
                other.observations.windows().stream()
                    .filter(theirs -> theirs.round() == ours.round())
                    .map(theirs -> new Pair(ours, theirs)))
        .toList();
  }

  /** Two windows of one round. */
  record Pair(EnergyWindow ours, EnergyWindow theirs) {

    /** Whether both used more than rest, so that their ratio means something. */
    boolean isAboveRest() {
      return ours.joulesPerSample() > 0 && theirs.joulesPerSample() > 0;
    }

    double logRatio() {
      return Math.log(ours.joulesPerSample() / theirs.joulesPerSample());
    }
  }
}
