package dev.touchstone.reports;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.Measurement;
import dev.touchstone.baselines.Verdict;
import dev.touchstone.scenarios.Direction;
import dev.touchstone.scenarios.Metric;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The Pareto front of the arms in two metrics, by their point estimates: the arms that no other arm
 * beats in one metric without being beaten in the other. It shows a choice and judges nothing.
 *
 * @param cost the metric across, where less is better
 * @param worth the metric upwards
 * @param points the arms that have both, in the run's order
 * @param absent the names of the arms that lack one of them
 */
record Front(Metric cost, Metric worth, List<Point> points, List<String> absent) {

  Front {
    points = List.copyOf(points);
    absent = List.copyOf(absent);
  }

  /** One arm. */
  record Point(String arm, Measurement cost, Measurement worth) {

    double x() {
      return cost.value().value();
    }

    double y() {
      return worth.value().value();
    }
  }

  /**
   * Gathers the arms.
   *
   * @param load the load pattern of {@code cost}, empty if it has none
   */
  static Front of(Verdict verdict, Metric cost, String load, Metric worth) {
    List<Point> points = new ArrayList<>();
    List<String> absent = new ArrayList<>();
    for (Arm arm : verdict.run().arms()) {
      Optional<Measurement> x = ArmTable.whole(verdict, arm.name(), cost, load);
      Optional<Measurement> y = ArmTable.whole(verdict, arm.name(), worth, "");
      if (x.isPresent() && y.isPresent() && isFinite(x.get()) && isFinite(y.get())) {
        points.add(new Point(arm.name(), x.get(), y.get()));
      } else {
        absent.add(arm.name());
      }
    }
    return new Front(cost, worth, points, absent);
  }

  private static boolean isFinite(Measurement measurement) {
    return Double.isFinite(measurement.value().value());
  }

  /** The arms on the front, the cheapest first. */
  List<Point> members() {
    return points.stream()
        .filter(p -> rival(p).isEmpty())
        .sorted(Comparator.comparingDouble(Point::x))
        .toList();
  }

  /** An arm on the front that is at least as good in both metrics and better in one. */
  Optional<Point> rival(Point point) {
    return points.stream()
        .filter(other -> beats(other, point))
        .filter(other -> points.stream().noneMatch(third -> beats(third, other)))
        .findFirst();
  }

  private boolean beats(Point one, Point other) {
    double gain =
        (one.y() - other.y()) * (worth.direction() == Direction.HIGHER_IS_BETTER ? 1 : -1);
    return one.x() <= other.x() && gain >= 0 && (one.x() < other.x() || gain > 0);
  }

  /** Who is on the front, and who beats the others, in words. */
  String words() {
    StringBuilder words = new StringBuilder("On the front: ");
    words.append(String.join(", ", members().stream().map(p -> Plain.line(p.arm())).toList()));
    for (Point member : members()) {
      List<String> beaten =
          points.stream()
              .filter(p -> rival(p).filter(member::equals).isPresent())
              .map(p -> Plain.line(p.arm()))
              .toList();
      if (!beaten.isEmpty()) {
        words.append("; ").append(Plain.line(member.arm())).append(" dominates ");
        words.append(String.join(", ", beaten));
      }
    }
    if (!absent.isEmpty()) {
      words.append("; not measured: ");
      words.append(String.join(", ", absent.stream().map(Plain::line).toList()));
    }
    return words.append('.').toString();
  }
}
