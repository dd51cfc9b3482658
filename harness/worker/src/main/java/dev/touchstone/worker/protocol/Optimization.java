package dev.touchstone.worker.protocol;

/** How far ONNX Runtime may rewrite the graph when it loads a model. */
public enum Optimization {
  NONE,
  BASIC,
  EXTENDED,
  /** Everything, including layouts that fit only this processor; ONNX Runtime's default. */
  ALL
}
