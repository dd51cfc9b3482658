package dev.touchstone.scenarios;

import java.util.Objects;

/**
 * Replaces a large matrix by the product of two thin ones, by singular value decomposition.
 *
 * @param limit how many singular values stay
 * @param leastElements matrices with fewer elements stay as they are; at least 1
 * @param nodes which MatMul and Gemm nodes to take
 */
public record LowRank(Limit limit, int leastElements, NodeFilter nodes) implements Step {

  /** Rejects null and a limit below 1. */
  public LowRank {
    Objects.requireNonNull(limit, "limit");
    Objects.requireNonNull(nodes, "nodes");
    if (leastElements < 1) {
      throw new IllegalArgumentException("least elements are at least 1, were " + leastElements);
    }
  }

  /** How many singular values stay. */
  public sealed interface Limit {

    /**
     * As many as hold this share of the energy, the sum of the squared singular values.
     *
     * @param share in (0, 1)
     */
    record Energy(double share) implements Limit {

      /** Rejects NaN and a share outside (0, 1). */
      public Energy {
        if (!(share > 0 && share < 1)) { // negated, so that NaN is rejected too
          throw new IllegalArgumentException("energy must be in (0, 1), was " + share);
        }
      }
    }

    /**
     * This many.
     *
     * @param rank at least 1
     */
    record Rank(int rank) implements Limit {

      /** Rejects less than 1. */
      public Rank {
        if (rank < 1) {
          throw new IllegalArgumentException("rank is at least 1, was " + rank);
        }
      }
    }
  }
}
