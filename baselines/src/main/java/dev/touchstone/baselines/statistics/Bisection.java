package dev.touchstone.baselines.statistics;

import java.util.function.DoublePredicate;

/** Finds where a condition that holds on the left ceases to hold. */
final class Bisection {

  private Bisection() {}

  /** The largest argument in the interval for which the condition still holds, to the last bit. */
  static double lastTrue(double from, double to, DoublePredicate holds) {
    double left = from;
    double right = to;
    while (true) {
      double middle = left + (right - left) / 2;
      if (middle <= left || middle >= right) {
        return left;
      }
      if (holds.test(middle)) {
        left = middle;
      } else {
        right = middle;
      }
    }
  }
}
