package dev.touchstone.worker.protocol;

import java.util.Optional;

/**
 * What a model is fed with while it is timed.
 *
 * @param samples path of a {@link TensorFile}; empty for generated values. Inputs that the file
 *     does not hold are generated: uniform in [-1, 1) for floating point, zero otherwise, every
 *     symbolic dimension 1
 * @param sets how many different sets of inputs are prepared and used in turn, at least 1; a file
 *     with fewer samples gives fewer
 * @param seed of the generated values
 */
public record ModelInputs(Optional<String> samples, int sets, long seed) {

  /** One generated set. */
  public static final ModelInputs GENERATED = new ModelInputs(Optional.empty(), 1, 1);

  /** Rejects no set. */
  public ModelInputs {
    if (sets < 1) {
      throw new IllegalArgumentException("at least one set of inputs is needed, was " + sets);
    }
  }

  /** The same with one set. */
  public ModelInputs oneSet() {
    return new ModelInputs(samples, 1, seed);
  }
}
