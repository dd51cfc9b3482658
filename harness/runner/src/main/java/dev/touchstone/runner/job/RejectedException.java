package dev.touchstone.runner.job;

/** A flag or an argument that cannot be served; its message says what was found and what to do. */
public final class RejectedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public RejectedException(String message) {
    super(message);
  }
}
