package dev.touchstone.recipes;

import dev.touchstone.scenarios.data.Dataset;

/**
 * The samples that a recipe may look at.
 *
 * @param data in a fixed order
 * @param samples how many of them, from the first on; more than there are means all
 */
public record CalibrationSamples(Dataset data, int samples) {

  /** Rejects less than one sample. */
  public CalibrationSamples {
    if (samples < 1) {
      throw new IllegalArgumentException("calibration needs at least 1 sample, was " + samples);
    }
  }

  /** How many samples there really are. */
  public int count() {
    return Math.min(samples, data.size());
  }
}
