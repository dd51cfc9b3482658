package dev.touchstone.scenarios;

import java.util.Objects;

/**
 * Makes the weights of neighboring layers alike in size, channel by channel, without changing what
 * the float model computes (Nagel et al., Data-Free Quantization, ICCV 2019, section 4.1).
 *
 * @param sweeps over all pairs of layers at most, from 1 to 1000; it ends earlier when nothing
 *     moves
 * @param nodes a pair is taken if both of its layers are
 */
public record Equalize(int sweeps, NodeFilter nodes) implements Step {

  /** What is done where a recipe does not say: chains of depthwise layers settle well within. */
  public static final int DEFAULT_SWEEPS = 40;

  /** Rejects null and numbers out of range. */
  public Equalize {
    Objects.requireNonNull(nodes, "nodes");
    if (sweeps < 1 || sweeps > 1000) {
      throw new IllegalArgumentException("sweeps must be from 1 to 1000, was " + sweeps);
    }
  }
}
