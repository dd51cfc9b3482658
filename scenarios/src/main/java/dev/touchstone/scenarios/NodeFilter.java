package dev.touchstone.scenarios;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which nodes of a graph a step may touch.
 *
 * <p>A pattern is a node's exact name, {@code /regex/} (found anywhere in the name), {@code
 * type:Conv} (the operator's type), or a place: {@code first} or {@code first:2} for the first one
 * or two, {@code last} or {@code last:2} for the last, of the nodes that multiply by constant
 * weights, in the order in which the graph is computed.
 *
 * @param include patterns of which one must match; empty for every node
 * @param exclude patterns of which none may match
 */
public record NodeFilter(List<String> include, List<String> exclude) {

  /** Takes every node. */
  public static final NodeFilter ALL = new NodeFilter(List.of(), List.of());

  private static final Pattern PLACE = Pattern.compile("(first|last)(?::([1-9][0-9]{0,5}))?");

  /**
   * Copies the patterns.
   *
   * @throws java.util.regex.PatternSyntaxException if a {@code /regex/} is none
   */
  public NodeFilter {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
    include.forEach(NodeFilter::regex);
    exclude.forEach(NodeFilter::regex);
  }

  /**
   * Place of a node among those that multiply by constant weights.
   *
   * @param index from 0
   * @param count of all of them
   */
  public record Place(int index, int count) {

    /** Rejects an index that is not below the count. */
    public Place {
      if (index < 0 || index >= count) {
        throw new IllegalArgumentException("place " + index + " of " + count);
      }
    }
  }

  /** Whether a node without a place may be touched. */
  public boolean takes(String name, String type) {
    return takes(name, type, Optional.empty());
  }

  /** Whether the node at a place may be touched. */
  public boolean takes(String name, String type, Place place) {
    return takes(name, type, Optional.of(place));
  }

  private boolean takes(String name, String type, Optional<Place> place) {
    return (include.isEmpty() || include.stream().anyMatch(p -> matches(p, name, type, place)))
        && exclude.stream().noneMatch(p -> matches(p, name, type, place));
  }

  /** Whether a pattern means a place and no name. */
  static boolean isPlace(String pattern) {
    return PLACE.matcher(pattern).matches();
  }

  private static boolean matches(String pattern, String name, String type, Optional<Place> place) {
    if (pattern.startsWith("type:")) {
      return pattern.substring("type:".length()).equals(type);
    }
    Matcher asked = PLACE.matcher(pattern);
    if (asked.matches()) {
      int nodes = asked.group(2) == null ? 1 : Integer.parseInt(asked.group(2));
      boolean first = asked.group(1).equals("first");
      OptionalInt from =
          place.stream().mapToInt(p -> first ? p.index() : p.count() - 1 - p.index()).findAny();
      return from.isPresent() && from.getAsInt() < nodes;
    }
    return regex(pattern).map(r -> r.matcher(name).find()).orElseGet(() -> pattern.equals(name));
  }

  private static Optional<Pattern> regex(String pattern) {
    boolean regex = pattern.length() > 2 && pattern.startsWith("/") && pattern.endsWith("/");
    return regex
        ? Optional.of(Pattern.compile(pattern.substring(1, pattern.length() - 1)))
        : Optional.empty();
  }
}
