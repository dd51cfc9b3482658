package dev.touchstone.scenarios;

import dev.touchstone.scenarios.data.DataManifest;

/**
 * The data that recipes may look at.
 *
 * @param manifest says where the samples are
 * @param samples how many of them, from the first on; at least 1
 */
public record CalibrationSet(DataManifest manifest, int samples) {

  /** Rejects a set without samples. */
  public CalibrationSet {
    if (samples < 1) {
      throw new IllegalArgumentException("samples must be >= 1, was " + samples);
    }
  }
}
