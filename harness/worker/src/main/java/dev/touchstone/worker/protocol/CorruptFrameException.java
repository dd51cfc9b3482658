package dev.touchstone.worker.protocol;

import java.io.IOException;

/** The bytes are not what the protocol says; the message names what was found. */
public final class CorruptFrameException extends IOException {

  private static final long serialVersionUID = 1;

  /** Says what was found and what was expected. */
  public CorruptFrameException(String message) {
    super(message);
  }
}
