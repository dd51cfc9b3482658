package dev.touchstone.worker.protocol;

/**
 * When the worker reached what, in nanoseconds since 1970-01-01T00:00Z; later marks are the first
 * one plus monotonic time, so that a clock that is set meanwhile moves none of the differences.
 *
 * @param firstInstruction of the worker's {@code main}
 * @param runtimeLoaded ONNX Runtime's libraries are loaded
 * @param sessionCreated the model is loaded
 * @param firstInferenceDone the first inference is over
 * @param warm the warm-up is over
 */
public record Marks(
    long firstInstruction,
    long runtimeLoaded,
    long sessionCreated,
    long firstInferenceDone,
    long warm) {

  void write(FieldWriter to) {
    to.i64(firstInstruction).i64(runtimeLoaded).i64(sessionCreated);
    to.i64(firstInferenceDone).i64(warm);
  }

  static Marks read(FieldReader from) throws CorruptFrameException {
    return new Marks(from.i64(), from.i64(), from.i64(), from.i64(), from.i64());
  }
}
