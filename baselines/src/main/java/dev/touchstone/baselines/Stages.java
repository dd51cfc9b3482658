package dev.touchstone.baselines;

/**
 * How long the work around an inference takes, sample by sample, in nanoseconds of wall time.
 *
 * <p>It is done by Touchstone's own code, alike for every arm, in the process that commands the
 * workers, while no worker runs.
 */
public final class Stages {

  /** Nothing was observed. */
  public static final Stages NONE = new Stages(new long[0], new long[0]);

  private final long[] preprocess;
  private final long[] postprocess;

  /**
   * Wraps the observations without copying them.
   *
   * @param preprocess from a stored sample to the tensors that the model takes; may be empty
   * @param postprocess from the model's output to a class and its probability, or to a value; may
   *     be empty
   */
  public Stages(long[] preprocess, long[] postprocess) {
    this.preprocess = preprocess;
    this.postprocess = postprocess;
  }

  /** A copy of the observations of preprocessing, in their order. */
  public long[] preprocess() {
    return preprocess.clone();
  }

  /** A copy of the observations of postprocessing, in their order. */
  public long[] postprocess() {
    return postprocess.clone();
  }
}
