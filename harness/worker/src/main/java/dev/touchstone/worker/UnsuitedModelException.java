package dev.touchstone.worker;

/** A model cannot be run in the way that was asked for, but in others; the message says why. */
final class UnsuitedModelException extends Exception {

  private static final long serialVersionUID = 1;

  UnsuitedModelException(String message) {
    super(message);
  }
}
