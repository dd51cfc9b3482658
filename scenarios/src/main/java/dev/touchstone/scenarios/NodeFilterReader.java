package dev.touchstone.scenarios;

import dev.touchstone.scenarios.problem.Problems;
import dev.touchstone.scenarios.yaml.Fields;
import dev.touchstone.scenarios.yaml.YamlNode;
import dev.touchstone.scenarios.yaml.YamlScalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;

/** Reads which nodes a step takes. */
final class NodeFilterReader {

  private NodeFilterReader() {}

  /** Reads {@code include} and {@code exclude}; every node is taken where there is neither. */
  static Optional<NodeFilter> read(Fields fields, Problems problems) {
    Optional<List<String>> include = patterns(fields, "include", problems);
    Optional<List<String>> exclude = patterns(fields, "exclude", problems);
    return include.flatMap(i -> exclude.map(e -> new NodeFilter(i, e)));
  }

  private static Optional<List<String>> patterns(Fields fields, String key, Problems problems) {
    if (!fields.has(key)) {
      return Optional.of(List.of());
    }
    Optional<List<YamlNode>> items = fields.list(key);
    List<String> patterns = new ArrayList<>();
    for (YamlNode item : items.orElse(List.of())) {
      Fields.scalar(item, "a node's name, /regex/ or type:Conv", problems)
          .filter(pattern -> isPattern(pattern, problems))
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
