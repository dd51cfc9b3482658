package dev.touchstone.scenarios;

import java.util.Objects;

/**
 * Stores weights in blocks of few bits and leaves activations in floats.
 *
 * @param blocks how a row of weights is cut up and written down
 * @param form operators that the result is made of
 * @param rounding how levels are chosen
 * @param tables whether tables that Gather reads rows of are stored so too
 * @param nodes which MatMul, Gemm, Conv and Gather nodes to take
 */
public record QuantizeWeights(
    Blocks blocks, Form form, Rounding rounding, Tables tables, NodeFilter nodes) implements Step {

  /** Rejects null. */
  public QuantizeWeights {
    Objects.requireNonNull(blocks, "blocks");
    Objects.requireNonNull(form, "form");
    Objects.requireNonNull(rounding, "rounding");
    Objects.requireNonNull(tables, "tables");
    Objects.requireNonNull(nodes, "nodes");
  }

  /**
   * Weights that share a scale.
   *
   * @param bits of a level, 4 or 8
   * @param size weights of a block, a power of two from 16 to 128
   * @param zero where the levels lie around 0
   */
  public record Blocks(int bits, int size, Zero zero) {

    /** Rejects widths and sizes that ONNX Runtime has no kernel for. */
    public Blocks {
      if (bits != 4 && bits != 8) {
        throw new IllegalArgumentException("weights are stored in 4 or 8 bits, was " + bits);
      }
      if (size < 16 || size > 128 || Integer.bitCount(size) != 1) {
        throw new IllegalArgumentException("a block has 16, 32, 64 or 128 weights, was " + size);
      }
      Objects.requireNonNull(zero, "zero");
    }
  }

  /** Where the levels of a block lie around 0. */
  public enum Zero {
    /** In the middle: a block has a scale only. */
    SYMMETRIC,
    /** Where the block's own range wants it: a block has a scale and a zero point. */
    ASYMMETRIC
  }

  /** Operators that the result is made of. */
  public sealed interface Form {

    /**
     * ONNX Runtime's own operator {@code com.microsoft.MatMulNBits}, and {@code
     * com.microsoft.GatherBlockQuantized} for tables.
     *
     * @param arithmetic of the products
     */
    record MatMulNBits(Arithmetic arithmetic) implements Form {

      /** Rejects null. */
      public MatMulNBits {
        Objects.requireNonNull(arithmetic, "arithmetic");
      }
    }

    /** ONNX's own {@code DequantizeLinear} of opset 21 in front of the operator. */
    record DequantizeLinear() implements Form {}
  }

  /** What MatMulNBits multiplies in; its attribute {@code accuracy_level}. */
  public enum Arithmetic {
    /** 32-bit floats: level 1. */
    FLOAT,
    /** Activations are rounded to 8 bits, block by block, at each run: level 4. */
    INT8
  }

  /** How levels are chosen. */
  public enum Rounding {
    /** The nearest level on the grid that the block's range spans. */
    RTN,
    /** Half-quadratic quantization (Badri and Shaji 2023); needs no data. */
    HQQ,
    /** Each error is made good by the weights after it (Frantar et al. 2023); needs samples. */
    GPTQ
  }

  /** Whether tables are stored in blocks as well. */
  public enum Tables {
    QUANTIZED,
    FLOAT
  }
}
