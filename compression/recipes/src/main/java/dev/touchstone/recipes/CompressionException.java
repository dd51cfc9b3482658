package dev.touchstone.recipes;

/** A model that a recipe cannot compress: an answer for the person who asked, not a fault here. */
public final class CompressionException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String step;
  private final String reason;

  /**
   * Keeps what went wrong where.
   *
   * @param step of the recipe, such as {@code quantize static}, or {@code read} and {@code check}
   *     before and after the steps
   * @param reason for people; ONNX Runtime's own words where it refused the model
   */
  public CompressionException(String step, String reason) {
    super(step + ": " + reason);
    this.step = step;
    this.reason = reason;
  }

  /** Where it went wrong. */
  public String step() {
    return step;
  }

  /** Why, without the step. */
  public String reason() {
    return reason;
  }
}
