package dev.touchstone.recipes;

import java.util.OptionalDouble;

/**
 * What every candidate is checked for after its last step.
 *
 * @param samples that it ran on
 * @param source where they came from
 * @param agreementDb how near its outputs at full optimization are to those without, as a
 *     signal-to-noise ratio in dB; infinity if equal; empty if it was not run
 * @param notFinite samples on which an output holds NaN or infinity, as the reference's does
 * @param repeated calibration samples that are equal to one before
 * @param wavering largest absolute difference between runs on the same input, in one session and in
 *     two; empty if they were equal bit for bit
 */
record Standing(
    int samples,
    Source source,
    OptionalDouble agreementDb,
    int notFinite,
    int repeated,
    OptionalDouble wavering) {

  /** Where samples come from. */
  enum Source {
    CALIBRATION,
    MADE_UP,
    /** None could be made up, or the model does not run on those. */
    NONE
  }

  /** A candidate that could not be run. */
  static Standing unknown() {
    return new Standing(0, Source.NONE, OptionalDouble.empty(), 0, 0, OptionalDouble.empty());
  }
}
