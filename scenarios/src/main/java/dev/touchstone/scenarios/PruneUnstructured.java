package dev.touchstone.scenarios;

import java.util.Objects;

/**
 * Sets the smallest weights to zero. The model keeps its shapes: it compresses better, but is
 * neither smaller in memory nor faster with dense kernels.
 *
 * @param pattern which weights become zero
 * @param nodes whose weights to take
 */
public record PruneUnstructured(Pattern pattern, NodeFilter nodes) implements Step {

  /** Rejects null. */
  public PruneUnstructured {
    Objects.requireNonNull(pattern, "pattern");
    Objects.requireNonNull(nodes, "nodes");
  }

  /** Which weights become zero. */
  public sealed interface Pattern {

    /**
     * The smallest of each tensor.
     *
     * @param sparsity share of the weights of each tensor, in (0, 1)
     */
    record EachTensor(double sparsity) implements Pattern {

      /** Rejects NaN and a share outside (0, 1). */
      public EachTensor {
        requireShare(sparsity);
      }
    }

    /**
     * The smallest of all tensors together: each keeps what is large in the whole model.
     *
     * @param sparsity share of all weights, in (0, 1)
     */
    record AllTensors(double sparsity) implements Pattern {

      /** Rejects NaN and a share outside (0, 1). */
      public AllTensors {
        requireShare(sparsity);
      }
    }

    /**
     * All but the largest of every few neighbors along the inputs of a layer, as sparse tensor
     * cores want it; {@code 2:4} keeps two of four (Mishra et al., arXiv 2104.08378).
     *
     * @param kept at least 1
     * @param of more than are kept
     */
    record FewOfMany(int kept, int of) implements Pattern {

      /** Rejects patterns that keep nothing or all. */
      public FewOfMany {
        if (kept < 1 || of <= kept) {
          throw new IllegalArgumentException(
              "N:M keeps at least 1 and fewer than M, was " + kept + ":" + of);
        }
      }
    }

    private static void requireShare(double sparsity) {
      if (!(sparsity > 0 && sparsity < 1)) { // negated, so that NaN is rejected too
        throw new IllegalArgumentException("sparsity must be in (0, 1), was " + sparsity);
      }
    }
  }
}
