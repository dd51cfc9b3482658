package dev.touchstone.scenarios;

import java.util.Objects;

/**
 * Which numbers a statically quantized model is made of, and how its graph is written.
 *
 * @param notation how integer arithmetic is written down
 * @param activations type of the activations
 * @param weights type of the weights
 * @param symmetry of which zero lies in the middle of the levels
 * @param islands what becomes of parts of the graph that integers make slower
 */
public record QuantizedForm(
    Notation notation,
    ActivationType activations,
    WeightType weights,
    Symmetry symmetry,
    Islands islands) {

  /** Unsigned activations with a zero point, signed weights without; what x86 and Arm run best. */
  public static final QuantizedForm DEFAULT =
      new QuantizedForm(
          Notation.QDQ, ActivationType.U8, WeightType.S8, Symmetry.WEIGHTS, Islands.AUTO);

  /** The same for every node that a step takes, whether or not it pays. */
  public static final QuantizedForm EVERYWHERE =
      new QuantizedForm(
          Notation.QDQ, ActivationType.U8, WeightType.S8, Symmetry.WEIGHTS, Islands.KEEP);

  /**
   * Rejects null, and what QOperator form has no operators for: 16-bit activations, and unsigned
   * weights with signed activations.
   *
   * @throws IllegalArgumentException for the latter
   */
  public QuantizedForm {
    Objects.requireNonNull(notation, "notation");
    Objects.requireNonNull(activations, "activations");
    Objects.requireNonNull(weights, "weights");
    Objects.requireNonNull(symmetry, "symmetry");
    Objects.requireNonNull(islands, "islands");
    if (notation == Notation.QOPERATOR && !hasOperators(activations, weights)) {
      throw new IllegalArgumentException(
          "QOperator form has no operators for %s and %s".formatted(activations, weights));
    }
  }

  /** Whether QOperator form has operators for activations and weights of these types. */
  static boolean hasOperators(ActivationType activations, WeightType weights) {
    return activations == ActivationType.U8
        || (activations == ActivationType.S8 && weights == WeightType.S8);
  }

  /** How integer arithmetic is written down. */
  public enum Notation {
    /** Float operators between DequantizeLinear and QuantizeLinear, for the runtime to merge. */
    QDQ,
    /** Integer operators such as QLinearConv, merged already. */
    QOPERATOR
  }

  /** Type of quantized activations. */
  public enum ActivationType {
    U8(8),
    S8(8),
    U16(16),
    S16(16);

    private final int bits;

    ActivationType(int bits) {
      this.bits = bits;
    }

    /** Bits of one element. */
    public int bits() {
      return bits;
    }
  }

  /** Type of quantized weights. */
  public enum WeightType {
    S8,
    U8
  }

  /** What is spread evenly around zero, so that its zero point is the middle of the levels. */
  public enum Symmetry {
    NONE,
    WEIGHTS,
    ACTIVATIONS,
    BOTH;

    /** Whether weights are. */
    public boolean ofWeights() {
      return this == WEIGHTS || this == BOTH;
    }

    /** Whether activations are. */
    public boolean ofActivations() {
      return this == ACTIVATIONS || this == BOTH;
    }
  }

  /**
   * What becomes of connected integer nodes whose QuantizeLinear and DequantizeLinear at the edges
   * cost more time than the integer kernels save.
   */
  public enum Islands {
    /** They compute in floats, with their weights stored in 8 bits. */
    AUTO,
    /** They stay. */
    KEEP
  }
}
