package dev.touchstone.scenarios;

import java.util.Objects;

/**
 * Moves outliers of activations into the weights that multiply them, channel by channel, without
 * changing what the float model computes (Xiao et al., SmoothQuant, ICML 2023).
 *
 * @param alpha how much of the difficulty goes into the weights, in [0, 1]; {@code 0.5} shares it
 * @param otherwise what is done where no layer before can take the scales
 * @param nodes which MatMul and Gemm nodes to take
 */
public record SmoothQuant(double alpha, Otherwise otherwise, NodeFilter nodes) implements Step {

  /** What the paper uses for most models. */
  public static final double DEFAULT_ALPHA = 0.5;

  /** Rejects null, NaN and a share outside [0, 1]. */
  public SmoothQuant {
    Objects.requireNonNull(otherwise, "otherwise");
    Objects.requireNonNull(nodes, "nodes");
    if (!(alpha >= 0 && alpha <= 1)) {
      throw new IllegalArgumentException("alpha must be in [0, 1], was " + alpha);
    }
  }

  /** What is done with an activation whose scales neither a normalization nor a layer can take. */
  public enum Otherwise {
    /** It is left as it is, so that the graph gets no node more. */
    LEAVE,
    /** One Mul is put before the layers that read it. */
    MULTIPLY
  }
}
