package dev.touchstone.scenarios;

import java.util.Objects;

/**
 * Takes out of each bias the mean error that the quantized weights make (Nagel et al., Data-Free
 * Quantization, ICCV 2019, section 4.2). Stands behind a {@code quantize} step.
 *
 * @param method where the mean error comes from
 * @param samples of the calibration data to look at, from the first on; only for {@code EMPIRICAL}
 * @param nodes which layers to correct
 */
public record CorrectBias(Method method, int samples, NodeFilter nodes) implements Step {

  /** Enough for a mean within a tenth of the spread. */
  public static final int DEFAULT_SAMPLES = 128;

  /** Rejects null and less than one sample. */
  public CorrectBias {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(nodes, "nodes");
    if (samples < 1) {
      throw new IllegalArgumentException("bias correction needs at least 1 sample, was " + samples);
    }
  }

  /** Where the mean error of a layer comes from. */
  public enum Method {
    /** From the BatchNormalization before the layer in the reference; needs no data. */
    ANALYTIC,
    /** From runs of both models on calibration samples. */
    EMPIRICAL
  }
}
