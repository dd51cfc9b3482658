package dev.touchstone.scenarios;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Which nodes of a graph a step may touch.
 *
 * <p>A pattern is a node's exact name, {@code /regex/} (found anywhere in the name), or {@code
 * type:Conv} (the operator's type).
 *
 * @param include patterns of which one must match; empty for every node
 * @param exclude patterns of which none may match
 */
public record NodeFilter(List<String> include, List<String> exclude) {

  /** Takes every node. */
  public static final NodeFilter ALL = new NodeFilter(List.of(), List.of());

  /**
   * Copies the patterns.
   *
   * @throws java.util.regex.PatternSyntaxException if a {@code /regex/} is none
   */
  public NodeFilter {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
    include.forEach(p -> matcher(p, ""));
    exclude.forEach(p -> matcher(p, ""));
  }

  /** Whether the node may be touched. */
  public boolean takes(String name, String type) {
    return (include.isEmpty() || include.stream().anyMatch(p -> matcher(p, type).test(name)))
        && exclude.stream().noneMatch(p -> matcher(p, type).test(name));
  }

  private static Predicate<String> matcher(String pattern, String type) {
    if (pattern.startsWith("type:")) {
      return name -> pattern.substring("type:".length()).equals(type);
    }
    if (pattern.length() > 2 && pattern.startsWith("/") && pattern.endsWith("/")) {
      return Pattern.compile(pattern.substring(1, pattern.length() - 1)).asPredicate();
    }
    return pattern::equals;
  }
}
