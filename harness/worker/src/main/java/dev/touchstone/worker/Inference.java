package dev.touchstone.worker;

/** One run of a model on inputs that are in place. */
@FunctionalInterface
interface Inference {

  /**
   * Runs.
   *
   * @throws InferenceException if the runtime reports an error
   */
  void run() throws InferenceException;
}
