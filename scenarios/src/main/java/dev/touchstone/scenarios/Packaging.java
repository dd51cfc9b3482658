package dev.touchstone.scenarios;

import java.util.Objects;

/** Decides how the model lies in files; what it computes stays the same. */
public sealed interface Packaging extends Step
    permits Packaging.Inline, Packaging.External, Packaging.OrtFormat {

  /** One ONNX file that holds everything. */
  record Inline() implements Packaging {}

  /**
   * An ONNX file, and one file beside it with the weights, each at an aligned offset, so that ONNX
   * Runtime maps them into memory instead of reading them.
   *
   * @param alignment of each tensor's offset in bytes, a power of two from 16 to 65 536
   */
  record External(int alignment) implements Packaging {

    /** The page size of most systems. */
    public static final int DEFAULT_ALIGNMENT = 4096;

    /** Rejects what is no power of two within bounds. */
    public External {
      if (alignment < 16 || alignment > 65_536 || Integer.bitCount(alignment) != 1) {
        throw new IllegalArgumentException(
            "alignment is a power of two from 16 to 65536 bytes, was " + alignment);
      }
    }
  }

  /**
   * ONNX Runtime's own file format, with its optimizations done beforehand.
   *
   * @param optimization how far
   */
  record OrtFormat(Optimization optimization) implements Packaging {

    /** Rejects null. */
    public OrtFormat {
      Objects.requireNonNull(optimization, "optimization");
    }
  }

  /** Levels of ONNX Runtime whose result runs on any machine. */
  enum Optimization {
    /** The graph as it is written. */
    NONE,
    /** Foldings that need no operators of ONNX Runtime's own. */
    BASIC,
    /** Fusions into ONNX Runtime's own operators for the CPU. */
    EXTENDED
  }
}
