package dev.touchstone.reports;

import dev.touchstone.scenarios.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Places values along a line, evenly or by their logarithm.
 *
 * @param from smallest value, above 0 if logarithmic
 * @param to largest value, above {@code from}
 * @param start coordinate of {@code from}
 * @param end coordinate of {@code to}
 */
record Axis(double from, double to, double start, double end, boolean logarithmic) {

  private static final double[] STEPS = {1, 2, 5, 10};

  Axis {
    if (!(from < to) || (logarithmic && !(from > 0))) {
      throw new IllegalArgumentException("an axis cannot reach from " + from + " to " + to);
    }
  }

  /** The coordinate of a value; a value beyond an end lies at the end. */
  double at(double value) {
    double clipped = Math.min(to, Math.max(from, value));
    double share =
        logarithmic
            ? Math.log(clipped / from) / Math.log(to / from)
            : (clipped - from) / (to - from);
    return start + share * (end - start);
  }

  /** Round values to mark, in rising order: 1, 2 and 5 times the powers of ten. */
  List<Double> ticks(int wished) {
    return logarithmic ? logTicks() : linearTicks(wished);
  }

  /** Round values, at most about as many as wished. */
  List<Double> fewTicks(int wished) {
    List<Double> all = ticks(wished);
    int step = (int) Math.ceil(all.size() / (wished + 1.0));
    return IntStream.range(0, all.size()).filter(i -> i % step == 0).mapToObj(all::get).toList();
  }

  /** Values that are round in the unit's own steps: bytes come in powers of 1024. */
  List<Double> fewTicks(int wished, Unit unit) {
    if (unit != Unit.BYTE || to < 1024) {
      return fewTicks(wished);
    }
    double step = Math.pow(1024, Math.floor(Math.log(to) / Math.log(1024) + 1e-9));
    return new Axis(from / step, to / step, start, end, logarithmic)
        .fewTicks(wished).stream().map(tick -> tick * step).toList();
  }

  private List<Double> linearTicks(int wished) {
    double raw = (to - from) / wished;
    double power = Math.pow(10, Math.floor(Math.log10(raw)));
    double step = 10 * power;
    for (double s : STEPS) {
      if (s * power >= raw) {
        step = s * power;
        break;
      }
    }
    List<Double> ticks = new ArrayList<>();
    for (long i = (long) Math.ceil(from / step); i * step <= to; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  private List<Double> logTicks() {
    boolean narrow = to / from < 8; // less than a decade holds too few of the steps
    if (narrow) {
      return linearTicks(5);
    }
    List<Double> ticks = new ArrayList<>();
    int last = (int) Math.ceil(Math.log10(to));
    for (int exponent = (int) Math.floor(Math.log10(from)); exponent <= last; exponent++) {
      for (double s : new double[] {1, 2, 5}) {
        double tick = s * Math.pow(10, exponent);
        if (tick >= from && tick <= to) {
          ticks.add(tick);
        }
      }
    }
    return ticks;
  }
}
