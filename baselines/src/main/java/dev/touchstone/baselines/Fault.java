package dev.touchstone.baselines;

import java.util.List;
import java.util.OptionalInt;

/**
 * Something that went wrong with one arm in one trial; part of the result, not an error of the
 * tool.
 *
 * @param arm the arm's name
 * @param trial such as {@code quality} or {@code pair 7 of int8-static}
 * @param exitCode of the worker, if it ended by itself
 * @param reason one line for people: what happened, and the runtime's own words if it gave any
 * @param lastLines of the worker's standard error, at most 20
 */
public record Fault(
    String arm,
    String trial,
    Kind kind,
    OptionalInt exitCode,
    String reason,
    List<String> lastLines) {

  /** What went wrong. */
  public enum Kind {
    /** A recipe could not be carried out. */
    COMPRESSION_FAILED,
    /** A recipe demands calibration samples of every slice that is judged, and some has none. */
    CALIBRATION_GAP,
    /** ONNX Runtime refused the model or the inputs. */
    MODEL_REFUSED,
    /** An inference failed after the model was loaded. */
    INFERENCE_FAILED,
    /** The model cannot be run under a load pattern; it can under others. */
    LOAD_UNSUITED,
    /** The worker ended by itself. */
    CRASHED,
    /** The worker was killed from outside. */
    KILLED,
    /** The worker ran out of memory. */
    OUT_OF_MEMORY,
    /** The worker did not answer in time. */
    TIMED_OUT
  }

  /** Copies the lines. */
  public Fault {
    lastLines = List.copyOf(lastLines);
  }
}
