package dev.touchstone.worker;

import java.io.IOException;

/** Samples cannot be read or answers not written: a fault of the disk, and none of the model. */
final class UnwritableAnswersException extends IOException {

  private static final long serialVersionUID = 1;

  UnwritableAnswersException(String samples, String answers, IOException cause) {
    super(
        "cannot read " + samples + " or write " + answers + ": " + LoadedModel.message(cause),
        cause);
  }
}
