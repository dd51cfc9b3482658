package dev.touchstone.recipes.runtime;

import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;

/** How far ONNX Runtime may change a graph before it runs it. */
public enum Optimization {
  /** Runs the graph as it is written. */
  NONE(OptLevel.NO_OPT),
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
