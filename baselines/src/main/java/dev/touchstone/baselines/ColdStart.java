package dev.touchstone.baselines;

/**
 * One cold start: from the spawn of the process to the end of the first inference, in nanoseconds
 * of wall time. The parts follow each other and add up to the total.
 *
 * @param arm the arm's name
 * @param jvm spawn to the worker's first instruction
 * @param runtime until ONNX Runtime is loaded
 * @param session until the session is created
 * @param firstInference until the first inference is done
 * @param cpu CPU time of the process up to there
 */
public record ColdStart(
    String arm, long jvm, long runtime, long session, long firstInference, long cpu) {

  /** The whole. */
  public long total() {
    return jvm + runtime + session + firstInference;
  }
}
