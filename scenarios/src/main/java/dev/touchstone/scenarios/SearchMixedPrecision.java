package dev.touchstone.scenarios;

import java.util.Objects;

/**
 * Quantizes as many layers as limits on the loss allow, and leaves the others in float.
 *
 * @param quantize a {@link Step.QuantizeStatic} or {@link Step.QuantizeDynamic}: what low precision
 *     means, and which layers may have it
 * @param tolerance what may be lost
 * @param target what has to be reached
 * @param samples of the calibration data on which the sensitivity of each layer is measured, from
 *     the first on; the limits are held on all of them
 */
public record SearchMixedPrecision(Step quantize, Tolerance tolerance, Target target, int samples)
    implements Step {

  /** Enough to put layers in order. */
  public static final int DEFAULT_SAMPLES = 64;

  /** Rejects null, another step than a quantization, and less than one sample. */
  public SearchMixedPrecision {
    Objects.requireNonNull(tolerance, "tolerance");
    Objects.requireNonNull(target, "target");
    if (!(quantize instanceof QuantizeStatic || quantize instanceof QuantizeDynamic)) {
      throw new IllegalArgumentException("a search needs a quantization, was given " + quantize);
    }
    if (samples < 1) {
      throw new IllegalArgumentException("a search needs at least 1 sample, was " + samples);
    }
  }

  /** The quantization that takes these nodes only. */
  public Step quantize(NodeFilter nodes) {
    return quantize instanceof QuantizeStatic fixed
        ? fixed.with(nodes)
        : ((QuantizeDynamic) quantize).with(nodes);
  }

  /** The nodes that the quantization takes at most. */
  public NodeFilter nodes() {
    return quantize instanceof QuantizeStatic fixed
        ? fixed.nodes()
        : ((QuantizeDynamic) quantize).nodes();
  }

  /** What a loss is. */
  public enum Judge {
    /** {@code TOP1} if the calibration data has class labels, otherwise {@code AGREEMENT}. */
    AUTO,
    /** The share of right answers that is lost, net; needs class labels. */
    TOP1,
    /** The share of answers, by the largest score, that are not those of the float model. */
    AGREEMENT,
    /** The root mean square error relative to the root mean square of the float model's output. */
    ERROR
  }

  /**
   * What may be lost, on the calibration samples.
   *
   * @param judge what a loss is
   * @param overall largest loss over all samples, a fraction
   * @param slice largest loss in any slice, a fraction: of each class, and of each value of each
   *     slice column
   * @param leastSlice slices of fewer samples are not judged, at least 1
   */
  public record Tolerance(Judge judge, double overall, double slice, int leastSlice) {

    /** Half a point overall; a slice moves more, as it has fewer samples. */
    public static final Tolerance DEFAULT = new Tolerance(Judge.AUTO, 0.005, 0.02, 10);

    /** Rejects null and numbers out of range. */
    public Tolerance {
      Objects.requireNonNull(judge, "judge");
      if (!(overall >= 0 && overall <= 1 && slice >= 0 && slice <= 1)) {
        throw new IllegalArgumentException(
            "losses must be in [0, 1], were " + overall + " and " + slice);
      }
      if (leastSlice < 1) {
        throw new IllegalArgumentException("a slice has at least 1 sample, was " + leastSlice);
      }
    }
  }

  /**
   * What has to be reached.
   *
   * @param size at most, in bytes or as a fraction of the model before
   * @param latency at most, as a fraction of the model before; estimated, see the manual
   */
  public record Target(Quantity size, double latency) {

    /** No larger and no slower than before. */
    public static final Target DEFAULT = new Target(new Quantity(1, Unit.FRACTION), 1);

    /** Rejects another unit and numbers out of range. */
    public Target {
      boolean bytes = size.unit() == Unit.BYTE && size.value() > 0;
      boolean share = size.unit() == Unit.FRACTION && size.value() > 0 && size.value() <= 1;
      if (!bytes && !share) {
        throw new IllegalArgumentException("a size is in bytes or a share in (0, 1], was " + size);
      }
      if (!(latency > 0 && latency <= 1)) {
        throw new IllegalArgumentException("latency must be in (0, 1], was " + latency);
      }
    }

    /** The largest size allowed, in bytes, for a model that had so many before. */
    public long bytes(long before) {
      return size.unit() == Unit.BYTE
          ? (long) size.value()
          : (long) Math.floor(size.value() * before);
    }
  }
}
