package dev.touchstone.worker;

/** The runtime, or the worker, refused a model or its inputs; the message says why. */
final class ModelRefusedException extends Exception {

  private static final long serialVersionUID = 1;

  ModelRefusedException(String message) {
    super(message);
  }
}
