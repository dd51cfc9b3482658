package dev.touchstone.scenarios;

import java.util.Objects;

/** One step of a recipe: data, not code; {@code compression} carries it out. */
public sealed interface Step
    permits Step.Fold,
        Fuse,
        Step.QuantizeDynamic,
        Step.QuantizeStatic,
        QuantizeWeights,
        Convert,
        Packaging,
        PruneStructured,
        PruneUnstructured,
        LowRank,
        Equalize,
        SmoothQuant,
        RoundWeights,
        CorrectBias,
        SearchMixedPrecision {

  /** Folds constants and BatchNormalization into their neighbors and drops dead nodes. */
  record Fold() implements Step {}

  /**
   * Quantizes weights to 8 bits and leaves activations to be quantized at run time.
   *
   * @param nodes which MatMul, Gemm and Conv nodes to take
   */
  record QuantizeDynamic(Granularity weights, NodeFilter nodes) implements Step {

    /** The same for other nodes. */
    public QuantizeDynamic with(NodeFilter others) {
      return new QuantizeDynamic(weights, others);
    }
  }

  /**
   * Quantizes weights and activations with ranges that are found before deployment; the bias takes
   * 32 bits.
   *
   * @param calibration how an activation's range is found
   * @param weights one scale a tensor, or one a channel
   * @param reduceRange whether weights keep to 7 bits
   * @param nodes which nodes to take
   * @param form which numbers, and how the graph is written
   */
  record QuantizeStatic(
      Calibration calibration,
      Granularity weights,
      ReduceRange reduceRange,
      NodeFilter nodes,
      QuantizedForm form)
      implements Step {

    /** Rejects null. */
    public QuantizeStatic {
      Objects.requireNonNull(calibration, "calibration");
      Objects.requireNonNull(weights, "weights");
      Objects.requireNonNull(reduceRange, "reduceRange");
      Objects.requireNonNull(nodes, "nodes");
      Objects.requireNonNull(form, "form");
    }

    /** In the usual numbers, for every node that the filter takes, whether or not it pays. */
    public QuantizeStatic(
        Calibration calibration, Granularity weights, ReduceRange reduceRange, NodeFilter nodes) {
      this(calibration, weights, reduceRange, nodes, QuantizedForm.EVERYWHERE);
    }

    /** The same for other nodes. */
    public QuantizeStatic with(NodeFilter others) {
      return new QuantizeStatic(calibration, weights, reduceRange, others, form);
    }
  }

  /** How many scales a weight has. */
  enum Granularity {
    PER_TENSOR,
    PER_CHANNEL
  }

  /**
   * Whether weights keep to 7 bits, so that the pairwise 16-bit sums of AVX2 and AVX-512 without
   * VNNI cannot saturate.
   */
  enum ReduceRange {
    /** As the target's CPU features demand. */
    AUTO,
    ON,
    OFF
  }

  /** How the range of an activation is found from calibration samples. */
  sealed interface Calibration {

    /** Smallest to largest value seen. */
    record MinMax() implements Calibration {}

    /**
     * Smallest to largest value of a sample, averaged over the samples with exponentially falling
     * weights, so that one odd sample moves the range little.
     *
     * @param newest weight of the newest sample, in (0, 1]
     */
    record MovingAverage(double newest) implements Calibration {

      /** Rejects NaN and a weight outside (0, 1]. */
      public MovingAverage {
        if (!(newest > 0 && newest <= 1)) {
          throw new IllegalArgumentException("a weight must be in (0, 1], was " + newest);
        }
      }
    }

    /** The range with the smallest mean squared error between values and their levels. */
    record MeanSquaredError() implements Calibration {}

    /**
     * The range that holds this share of the values.
     *
     * @param quantile in (0.5, 1]; {@code 0.9999} leaves out one value in ten thousand
     */
    record Percentile(double quantile) implements Calibration {

      /** Rejects NaN and a share outside (0.5, 1]. */
      public Percentile {
        if (!(quantile > 0.5 && quantile <= 1)) {
          throw new IllegalArgumentException("quantile must be in (0.5, 1], was " + quantile);
        }
      }
    }

    /**
     * The range whose quantized histogram has the smallest Kullback-Leibler divergence from the
     * original.
     *
     * @param bins of the histogram of absolute values, at least 256
     */
    record Entropy(int bins) implements Calibration {

      /** Rejects fewer bins than 8-bit levels. */
      public Entropy {
        if (bins < 256) {
          throw new IllegalArgumentException("entropy needs at least 256 bins, was " + bins);
        }
      }
    }
  }
}
