package dev.touchstone.recipes.onnx;

/** A model that cannot be read, run or changed as asked; the message is the reason, for people. */
public final class UnusableModelException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Keeps the reason. */
  public UnusableModelException(String reason) {
    super(reason);
  }

  /** Keeps the reason and what the library below said. */
  public UnusableModelException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
