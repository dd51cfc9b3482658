package dev.touchstone.scenarios.yaml;

import dev.touchstone.scenarios.problem.Location;
import java.util.List;
import java.util.Optional;

/**
 * Keys with their values.
 *
 * @param entries in the order of the file; no key twice
 */
public record YamlMapping(List<Entry> entries, Location location, String path) implements YamlNode {

  /** One key with its value. The path of both is that of the value. */
  public record Entry(YamlScalar key, YamlNode value) {}

  /** Copies the entries. */
  public YamlMapping {
    entries = List.copyOf(entries);
  }

  /** The value of a key, or empty if it is not there. */
  public Optional<YamlNode> get(String key) {
    return entries.stream().filter(e -> e.key().text().equals(key)).map(Entry::value).findFirst();
  }

  @Override
  public String found() {
    return "a mapping";
  }
}
