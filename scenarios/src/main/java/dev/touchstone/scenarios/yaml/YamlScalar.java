package dev.touchstone.scenarios.yaml;

import dev.touchstone.scenarios.problem.Location;
import dev.touchstone.scenarios.problem.Words;

/**
 * A text. YAML's own types are not applied: {@code no}, {@code 012} and {@code 1e3} are what the
 * author typed, and whoever asks decides what they mean.
 *
 * @param text without quotes
 * @param quoted whether it stood in quotes or in a block; if not, an empty text means that nothing
 *     was written
 */
public record YamlScalar(String text, boolean quoted, Location location, String path)
    implements YamlNode {

  /** Whether nothing was written, as after {@code name:}, or one of YAML's words for that. */
  public boolean isNothing() {
    return !quoted && (text.isEmpty() || text.equals("~") || text.equals("null"));
  }

  @Override
  public String found() {
    return isNothing() ? "nothing" : Words.quoted(text);
  }
}
