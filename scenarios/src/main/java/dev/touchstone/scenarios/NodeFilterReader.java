package dev.touchstone.scenarios;

import dev.touchstone.scenarios.problem.Problems;
import dev.touchstone.scenarios.yaml.Fields;
import dev.touchstone.scenarios.yaml.YamlNode;
import dev.touchstone.scenarios.yaml.YamlScalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;

/** Reads which nodes a step takes. */
final class NodeFilterReader {

  private NodeFilterReader() {}

  /**
   * Reads {@code include} and {@code exclude} of a step that knows no places; every node is taken
   * where there is neither.
   */
  static Optional<NodeFilter> read(Fields fields, Problems problems) {
    return filter(fields, problems, pattern -> isNoPlace(pattern, problems));
  }

  /** The same for a step that numbers the nodes that multiply by constant weights. */
  static Optional<NodeFilter> readWithPlaces(Fields fields, Problems problems) {
    return filter(fields, problems, pattern -> true);
  }

  private static Optional<NodeFilter> filter(
      Fields fields, Problems problems, Predicate<YamlScalar> allowed) {
    Optional<List<String>> include = patterns(fields, "include", problems, allowed);
    Optional<List<String>> exclude = patterns(fields, "exclude", problems, allowed);
    return include.flatMap(i -> exclude.map(e -> new NodeFilter(i, e)));
  }

  /** Reads a list of patterns without places; empty where there is none. */
  static Optional<List<String>> patterns(Fields fields, String key, Problems problems) {
    return patterns(fields, key, problems, pattern -> isNoPlace(pattern, problems));
  }

  private static boolean isNoPlace(YamlScalar pattern, Problems problems) {
    if (!NodeFilter.isPlace(pattern.text())) {
      return true;
    }
    problems.add(
        pattern.problem(
            pattern.found() + " is a place, which only quantize steps know",
            "name the node, or write /" + pattern.text() + "/ for a name that holds it"));
    return false;
  }

  private static Optional<List<String>> patterns(
      Fields fields, String key, Problems problems, Predicate<YamlScalar> allowed) {
    if (!fields.has(key)) {
      return Optional.of(List.of());
    }
    Optional<List<YamlNode>> items = fields.list(key);
    List<String> patterns = new ArrayList<>();
    for (YamlNode item : items.orElse(List.of())) {
      Fields.scalar(item, "a node's name, /regex/, type:Conv, first or last", problems)
          .filter(pattern -> isPattern(pattern, problems))
          .filter(allowed)
          .ifPresent(pattern -> patterns.add(pattern.text()));
    }
    return items.filter(all -> all.size() == patterns.size()).map(all -> List.copyOf(patterns));
  }

  private static boolean isPattern(YamlScalar pattern, Problems problems) {
    if (pattern.text().equals("type:")) {
      problems.add(
          pattern.problem(pattern.found() + " names no operator", "write for example type:Conv"));
      return false;
    }
    if (pattern.text().matches("(first|last):.*") && !NodeFilter.isPlace(pattern.text())) {
      problems.add(
          pattern.problem(
              pattern.found() + " is no place: what follows the colon must be 1 or more",
              "write first, first:2, last or last:2; /first/ finds a name"));
      return false;
    }
    try {
      new NodeFilter(List.of(pattern.text()), List.of());
      return true;
    } catch (PatternSyntaxException e) {
      problems.add(
          pattern.problem(
              pattern.found() + " is no regular expression: " + e.getDescription(),
              "a name that begins and ends with / is read as one"));
      return false;
    }
  }
}
