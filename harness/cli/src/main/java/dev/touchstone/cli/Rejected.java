package dev.touchstone.cli;

/** A flag or an argument that cannot be served; its message says what was found and what to do. */
final class Rejected extends RuntimeException {

  private static final long serialVersionUID = 1L;

  Rejected(String message) {
    super(message);
  }
}
