package dev.touchstone.baselines;

import java.util.OptionalDouble;

/**
 * A finding before the comparisons that were made together with it have been taken into account.
 *
 * @param risk of the claim that the loss is too large, if there was such a test
 */
record Judged(Finding finding, OptionalDouble risk) {

  static Judged alone(Finding finding) {
    return new Judged(finding, OptionalDouble.empty());
  }
}
