package dev.touchstone.scenarios;

import java.util.List;
import java.util.Objects;

/** Brings floats to 16 bits. */
public sealed interface Convert extends Step permits Convert.ToHalf, Convert.StoredHalf {

  /** Patterns of nodes that stay in 32 bits, as {@link NodeFilter} has them. */
  List<String> keep();

  /**
   * Computes in IEEE half precision ({@code FLOAT16}) wherever the operators allow.
   *
   * @param keep patterns of nodes that stay in 32 bits
   * @param border what the model takes and gives
   * @param overflow where numbers are looked for that 16 bits cannot hold
   */
  record ToHalf(List<String> keep, Border border, Overflow overflow) implements Convert {

    /**
     * Copies the list.
     *
     * @throws java.util.regex.PatternSyntaxException if a {@code /regex/} is none
     */
    public ToHalf {
      keep = new NodeFilter(List.of(), keep).exclude();
      Objects.requireNonNull(border, "border");
      Objects.requireNonNull(overflow, "overflow");
    }
  }

  /**
   * Stores weights in 16 bits and computes as before.
   *
   * @param half in which of the two forms
   * @param keep patterns of nodes whose weights stay in 32 bits
   */
  record StoredHalf(Half half, List<String> keep) implements Convert {

    /**
     * Copies the list.
     *
     * @throws java.util.regex.PatternSyntaxException if a {@code /regex/} is none
     */
    public StoredHalf {
      Objects.requireNonNull(half, "half");
      keep = new NodeFilter(List.of(), keep).exclude();
    }
  }

  /** Numbers of 16 bits. */
  enum Half {
    /** IEEE 754 binary16: 11 significant bits, up to 65504. */
    FP16,
    /** The upper half of a 32-bit float: 8 significant bits, its whole range. */
    BF16
  }

  /** Inputs and outputs of the model. */
  enum Border {
    /** Stay 32-bit floats, behind Casts. */
    FLOAT,
    /** Become 16 bits as well. */
    HALF
  }

  /** Where numbers are looked for that 16 bits cannot hold. */
  enum Overflow {
    /** Among the weights. */
    WEIGHTS,
    /** Among the weights, and the activations on calibration samples. */
    SAMPLES
  }
}
