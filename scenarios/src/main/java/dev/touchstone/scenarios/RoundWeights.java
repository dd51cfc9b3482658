package dev.touchstone.scenarios;

import java.util.Objects;

/**
 * Rounds each quantized weight up or down so that its layer, not the weight, is reproduced best
 * (Nagel et al., Up or Down? Adaptive Rounding, ICML 2020). Stands behind a {@code quantize} step.
 *
 * @param samples of the calibration data to look at, from the first on
 * @param sweeps of coordinate descent over the weights of a layer at most, from 1 to 100
 * @param damping what is added to the diagonal of the second moments of a layer's inputs, as a
 *     share of its mean, in [0, 1]: the more, the nearer to rounding to the nearest level
 * @param nodes which layers to take
 */
public record RoundWeights(int samples, int sweeps, double damping, NodeFilter nodes)
    implements Step {

  /** Each sample of a convolution gives many equations; a linear layer gets one a row. */
  public static final int DEFAULT_SAMPLES = 128;

  /** Descent settles within a few. */
  public static final int DEFAULT_SWEEPS = 8;

  /** As GPTQ does. */
  public static final double DEFAULT_DAMPING = 0.01;

  /** Rejects null and numbers out of range. */
  public RoundWeights {
    Objects.requireNonNull(nodes, "nodes");
    if (samples < 1) {
      throw new IllegalArgumentException("rounding needs at least 1 sample, was " + samples);
    }
    if (sweeps < 1 || sweeps > 100) {
      throw new IllegalArgumentException("sweeps must be from 1 to 100, was " + sweeps);
    }
    if (!(damping >= 0 && damping <= 1)) {
      throw new IllegalArgumentException("damping must be in [0, 1], was " + damping);
    }
  }
}
