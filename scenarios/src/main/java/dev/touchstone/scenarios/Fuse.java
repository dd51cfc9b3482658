package dev.touchstone.scenarios;

import java.util.Objects;

/**
 * Lets ONNX Runtime join operators into the larger ones that it has kernels for.
 *
 * @param level how far it may go
 */
public record Fuse(Level level) implements Step {

  /** Rejects null. */
  public Fuse {
    Objects.requireNonNull(level, "level");
  }

  /** Levels of ONNX Runtime whose result runs on any CPU. */
  public enum Level {
    /** Joins only what gives operators of ONNX itself. */
    BASIC,
    /**
     * Gives operators of ONNX Runtime's own as well: attention, GELU, a Conv with its activation.
     */
    EXTENDED
  }
}
