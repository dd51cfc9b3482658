package dev.touchstone.recipes.anatomy;

/** In which numbers a node computes. */
public enum Precision {
  FLOAT64("float64"),
  FLOAT32("float32"),
  FLOAT16("float16"),
  BFLOAT16("bfloat16"),
  /** 16-bit whole numbers with a scale. */
  INT16("int16"),
  /** 8-bit whole numbers with a scale. */
  INT8("int8"),
  /** Floats, with weights stored in 8 bits. */
  WEIGHTS_8("float, 8-bit weights"),
  /** Floats, with weights stored in 4 bits or fewer. */
  WEIGHTS_4("float, 4-bit weights"),
  /** From one kind of number to another: QuantizeLinear, DequantizeLinear, Cast. */
  CONVERSION("conversion"),
  /** Whole numbers, booleans or texts, such as shapes. */
  WHOLE("whole numbers"),
  UNKNOWN("unknown");

  private final String words;

  Precision(String words) {
    this.words = words;
  }

  /** For people. */
  public String words() {
    return words;
  }

  /** Whether the node computes in floats of any width, however its weights are stored. */
  public boolean isFloat() {
    return switch (this) {
      case FLOAT64, FLOAT32, FLOAT16, BFLOAT16, WEIGHTS_8, WEIGHTS_4 -> true;
      default -> false;
    };
  }
}
