package dev.touchstone.scenarios;

import dev.touchstone.scenarios.yaml.Fields;
import dev.touchstone.scenarios.yaml.Variant;
import java.util.List;
import java.util.Optional;

/** Reads {@code fuse} steps. */
final class FuseReader {

  private FuseReader() {}

  /** Reads {@code fuse} or {@code {fuse: {level: basic}}}. */
  static Optional<Step> step(Variant variant) {
    Fields fields = variant.fields("a fuse step", List.of("level"));
    if (!fields.has("level")) {
      return Optional.of(new Fuse(Fuse.Level.EXTENDED));
    }
    return fields
        .word("level", List.of("basic", "extended"))
        .map(word -> new Fuse(word.equals("basic") ? Fuse.Level.BASIC : Fuse.Level.EXTENDED));
  }
}
