package dev.touchstone.scenarios.yaml;

import dev.touchstone.scenarios.problem.Location;
import java.util.List;

/** A list. */
public record YamlSequence(List<YamlNode> items, Location location, String path)
    implements YamlNode {

  /** Copies the items. */
  public YamlSequence {
    items = List.copyOf(items);
  }

  @Override
  public String found() {
    return "a list";
  }
}
