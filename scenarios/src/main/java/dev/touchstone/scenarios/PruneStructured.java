package dev.touchstone.scenarios;

import java.util.List;
import java.util.Objects;

/**
 * Takes whole channels, attention heads, feed-forward neurons or residual blocks out of a model, so
 * that its tensors become smaller and dense kernels have less to do.
 *
 * @param ratio share of the units of each kind that goes, in (0, 1)
 * @param units kinds of units to take, each once, in the order in which they are treated
 * @param ranking which units go first
 * @param rounding how many channels may be left
 * @param schedule in how many iterations, and when to stop early
 * @param nodes whose outputs may lose units; what hangs together with another node needs both
 */
public record PruneStructured(
    double ratio,
    List<Part> units,
    Ranking ranking,
    Rounding rounding,
    Schedule schedule,
    NodeFilter nodes)
    implements Step {

  /** Copies the list; rejects NaN, a ratio outside (0, 1) and no units. */
  public PruneStructured {
    units = units.stream().distinct().toList();
    Objects.requireNonNull(ranking, "ranking");
    Objects.requireNonNull(rounding, "rounding");
    Objects.requireNonNull(schedule, "schedule");
    Objects.requireNonNull(nodes, "nodes");
    if (!(ratio > 0 && ratio < 1)) { // negated, so that NaN is rejected too
      throw new IllegalArgumentException("ratio must be in (0, 1), was " + ratio);
    }
    if (units.isEmpty()) {
      throw new IllegalArgumentException("pruning needs at least one kind of unit");
    }
  }

  /** What is taken out as a whole. */
  public enum Part {
    /** Output channels of Conv and ConvTranspose. */
    CHANNELS,
    /** Attention heads: their part of the query, key, value and output projections. */
    HEADS,
    /** Columns of a Gemm or MatMul that only other products read, such as hidden neurons. */
    FEED_FORWARD,
    /** Channels that a normalization averages over, such as the width of a transformer. */
    WIDTH,
    /** Branches around which a residual Add leads. */
    BLOCKS
  }

  /** How the importance of a unit is told from its weights or its activations. */
  public enum Importance {
    /** Sum of absolute weights (Li et al., ICLR 2017). */
    L1,
    /** Root of the sum of squared weights. */
    L2,
    /** Energy of what the unit passes on to the next layers on calibration samples. */
    ACTIVATION
  }

  /** What a unit competes with. */
  public enum Scope {
    /** The units of its own group: every group loses the same share. */
    LOCAL,
    /** All units of its kind: groups of little importance lose more. */
    GLOBAL
  }

  /** What happens to the layers that read what goes. */
  public enum Compensation {
    /** They lose their weights for it. */
    NONE,
    /**
     * Their other weights take over what least squares can predict of it on calibration samples.
     */
    LEAST_SQUARES
  }

  /**
   * Which units go first, the least important within the scope, and what becomes of their readers.
   */
  public record Ranking(Importance importance, Scope scope, Compensation compensation) {

    /** Rejects null. */
    public Ranking {
      Objects.requireNonNull(importance, "importance");
      Objects.requireNonNull(scope, "scope");
      Objects.requireNonNull(compensation, "compensation");
    }
  }

  /**
   * How many channels of a group may be left. Heads and blocks are not rounded, but one head always
   * stays.
   *
   * @param multiple what is left is rounded up to a multiple of this many channels, which kernels
   *     like; at least 1
   * @param least channels that stay whatever the ratio, at least 1
   */
  public record Rounding(int multiple, int least) {

    /** Rejects what is below 1. */
    public Rounding {
      if (multiple < 1 || least < 1) {
        throw new IllegalArgumentException(
            "a multiple and a least number are at least 1, were " + multiple + " and " + least);
      }
    }
  }

  /**
   * In how many equal parts the ratio is taken out. Importance is computed anew before each part.
   *
   * @param iterations at least 1
   * @param control what is measured after each iteration; one that falls below it is taken back
   */
  public record Schedule(int iterations, Control control) {

    /** Rejects null and less than 1 iteration. */
    public Schedule {
      Objects.requireNonNull(control, "control");
      if (iterations < 1) {
        throw new IllegalArgumentException("iterations are at least 1, were " + iterations);
      }
    }
  }

  /** When pruning stops before its ratio is reached. */
  public sealed interface Control {

    /** Never. */
    record None() implements Control {}

    /**
     * When the outputs of calibration samples are further from those before pruning.
     *
     * @param decibels least signal-to-noise ratio of the outputs
     */
    record SignalToNoise(double decibels) implements Control {

      /** Rejects NaN and infinity. */
      public SignalToNoise {
        if (!Double.isFinite(decibels)) {
          throw new IllegalArgumentException("decibels must be finite, were " + decibels);
        }
      }
    }

    /**
     * When fewer calibration samples get the answer (the largest output) that they got before
     * pruning. Needs no labels.
     *
     * @param share of the samples, in (0, 1]
     */
    record Agreement(double share) implements Control {

      /** Rejects NaN and a share outside (0, 1]. */
      public Agreement {
        if (!(share > 0 && share <= 1)) {
          throw new IllegalArgumentException("agreement must be in (0, 1], was " + share);
        }
      }
    }
  }
}
