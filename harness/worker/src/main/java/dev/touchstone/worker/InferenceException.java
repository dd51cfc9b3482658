package dev.touchstone.worker;

/** The runtime reported an error while a model ran; the message is the runtime's own. */
final class InferenceException extends Exception {

  private static final long serialVersionUID = 1;

  InferenceException(String message) {
    super(message);
  }
}
