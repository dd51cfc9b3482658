package dev.touchstone.scenarios;

import java.nio.file.Path;

/**
 * A candidate that somebody else made.
 *
 * @param name unique within a scenario
 * @param file an ONNX model
 */
public record ReadyModel(String name, Path file) implements CandidateSource {

  /** Rejects a blank name. */
  public ReadyModel {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a ready model needs a name");
    }
  }
}
