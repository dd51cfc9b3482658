package dev.touchstone.baselines.history;

import dev.touchstone.baselines.Interval;
import dev.touchstone.baselines.Outcome;
import dev.touchstone.baselines.history.Change.Standing;
import dev.touchstone.baselines.statistics.Bounds;
import dev.touchstone.baselines.statistics.PooledShift;
import dev.touchstone.baselines.store.Acknowledgement;
import dev.touchstone.baselines.store.RunContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A series with what is to be said about it.
 *
 * @param series the nights
 * @param changes where the level changed, oldest first
 * @param drift the cumulative gate; empty as long as there are too few nights for it
 * @param acknowledged the latest decision that the level is accepted, if there is one
 */
public record History(
    Series series,
    List<Change> changes,
    Optional<Drift> drift,
    Optional<Acknowledgement> acknowledged) {

  /** A shift smaller than this is no news: the standard loss that never blocks. */
  public static final double LEAST = 0.005;

  /** With fewer nights not even the clearest change is unlikely enough to be told. */
  public static final int FEWEST = 13;

  private static final double RISK = 0.01;

  /** Copies the list. */
  public History {
    changes = List.copyOf(changes);
  }

  /**
   * Looks for changes and drifts.
   *
   * @param acknowledgements of any metric and arm
   */
  public static History of(Series series, List<Acknowledgement> acknowledgements) {
    Optional<Acknowledgement> latest =
        acknowledgements.stream()
            .filter(a -> a.metric().equals(series.metric()) && a.arm().equals(series.arm()))
            .filter(a -> indexOf(series, a) >= 0)
            .reduce((older, newer) -> newer);
    int covered = latest.map(a -> indexOf(series, a)).orElse(-1);
    double[] values = series.values();
    List<Integer> nights = changes(series, values);
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < nights.size(); i++) {
      changes.add(change(series, values, nights, i, covered));
    }
    int from = latest.isEmpty() ? 0 : acceptedFrom(nights, covered);
    return new History(series, changes, Drift.of(values, from, series.kind(), nights), latest);
  }

  private static int indexOf(Series series, Acknowledgement acknowledgement) {
    for (int i = series.nights().size() - 1; i >= 0; i--) {
      if (series.nights().get(i).run().equals(acknowledgement.run())) {
        return i;
      }
    }
    return -1;
  }

  /** What was accepted is the level of that night, so it is compared from where that began. */
  private static int acceptedFrom(List<Integer> changes, int covered) {
    int began = changes.stream().filter(night -> night <= covered).reduce(0, (a, b) -> b);
    return Math.max(began, covered + 1 - Drift.NIGHTS);
  }

  private static List<Integer> changes(Series series, double[] values) {
    if (series.kind() == Series.Kind.SCATTERED) {
      return new Detector(ShiftRule.standard(LEAST)).changes(values);
    }
    List<Integer> steps = new ArrayList<>();
    for (int i = 1; i < values.length; i++) {
      if (Math.abs(values[i] - values[i - 1]) >= LEAST) {
        steps.add(i);
      }
    }
    return steps;
  }

  private static Change change(
      Series series, double[] values, List<Integer> nights, int index, int covered) {
    int night = nights.get(index);
    double[] before = Detector.before(values, nights, index);
    double[] after = Detector.after(values, nights, index);
    double from = mean(before);
    double to = mean(after);
    double today = mean(Detector.after(values, nights, nights.size() - 1));
    return new Change(
        night,
        from,
        to,
        size(series.kind(), before, after),
        standing(from, to, today, night <= covered),
        RunContext.differences(
            series.nights().get(night - 1).circumstances(),
            series.nights().get(night).circumstances()));
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static Interval size(Series.Kind kind, double[] before, double[] after) {
    if (kind == Series.Kind.EXACT) {
      double step = after[0] - before[before.length - 1];
      return new Interval(step, step, 1 - RISK);
    }
    Bounds bounds = new PooledShift(before, after).bounds(RISK);
    return new Interval(bounds.lower(), bounds.upper(), 1 - RISK);
  }

  private static Standing standing(double before, double after, double today, boolean covered) {
    if (after <= before) {
      return Standing.BETTER;
    }
    if (covered) {
      return Standing.ACKNOWLEDGED;
    }
    return today - before < LEAST ? Standing.RECOVERED : Standing.OPEN;
  }

  /** Changes for the worse that nobody accepted and nothing took back. */
  public List<Change> open() {
    return changes.stream().filter(change -> change.standing() == Standing.OPEN).toList();
  }

  /** FAIL if a change for the worse is open or the drift is too large; else PASS. */
  public Outcome outcome() {
    boolean drifted = drift.filter(d -> d.outcome() == Outcome.FAIL).isPresent();
    return drifted || !open().isEmpty() ? Outcome.FAIL : Outcome.PASS;
  }

  /** The mean of the latest level; empty without nights. */
  public Optional<Double> level() {
    if (series.nights().isEmpty()) {
      return Optional.empty();
    }
    int from = changes.isEmpty() ? 0 : changes.get(changes.size() - 1).night();
    double[] values = series.values();
    return Optional.of(mean(Arrays.copyOfRange(values, from, values.length)));
  }

  /** The standard deviation from night to night within levels; 0 with fewer than two nights. */
  public double spread() {
    return Drift.spread(series.values(), 0, changes.stream().map(Change::night).toList());
  }

  /** What changed in the circumstances of a night since the night before, one line each. */
  public List<String> marks(int night) {
    return night == 0
        ? List.of()
        : RunContext.differences(
            series.nights().get(night - 1).circumstances(),
            series.nights().get(night).circumstances());
  }
}
