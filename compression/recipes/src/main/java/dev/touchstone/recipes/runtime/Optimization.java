package dev.touchstone.recipes.runtime;

import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;

/** How far ONNX Runtime may change a graph before it runs it. */
public enum Optimization {
  /** Runs the graph as it is written. */
  NONE(OptLevel.NO_OPT),
  /** Foldings and eliminations that need no operators of the runtime's own. */
  BASIC(OptLevel.BASIC_OPT),
  /** Also fusions into the runtime's own operators; runs on any machine. */
  EXTENDED(OptLevel.EXTENDED_OPT),
  /** Everything that the runtime has for this machine; what a deployment uses. */
  ALL(OptLevel.ALL_OPT);

  private final OptLevel level;

  Optimization(OptLevel level) {
    this.level = level;
  }

  OptLevel level() {
    return level;
  }
}
