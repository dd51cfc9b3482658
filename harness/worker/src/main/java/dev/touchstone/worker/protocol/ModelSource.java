package dev.touchstone.worker.protocol;

/** What ONNX Runtime is given to make a session of. */
public enum ModelSource {
  /** The path of the model's file. */
  FILE,
  /** The bytes of the model's file, which are read first and given back once the model runs. */
  BYTES
}
