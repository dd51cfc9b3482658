package dev.touchstone.scenarios.yaml;

import dev.touchstone.scenarios.problem.Location;
import dev.touchstone.scenarios.problem.Problem;
import dev.touchstone.scenarios.problem.Problems;
import dev.touchstone.scenarios.problem.Words;
import java.util.List;
import java.util.Optional;

/**
 * One of several things, written as a word or as a mapping with one key: {@code fold}, {@code
 * {fold: {}}}, {@code {offline: {batch: 8}}}.
 */
public final class Variant {

  private final YamlNode node;
  private final String name;
  private final Optional<YamlNode> value;
  private final Problems problems;

  private Variant(YamlNode node, String name, Optional<YamlNode> value, Problems problems) {
    this.node = node;
    this.name = name;
    this.value = value;
    this.problems = problems;
  }

  /**
   * Opens a node.
   *
   * @param noun what the node describes, such as {@code a step}
   * @param names what it may be
   * @return empty if it is none of the names; the problem has then been added
   */
  public static Optional<Variant> of(
      YamlNode node, String noun, List<String> names, Problems problems) {
    if (node instanceof YamlScalar scalar) {
      return Fields.scalar(scalar, noun, problems)
          .flatMap(s -> Fields.word(s, names, problems))
          .map(name -> new Variant(node, name, Optional.empty(), problems));
    }
    if (!(node instanceof YamlMapping mapping) || mapping.entries().size() != 1) {
      String found =
          node instanceof YamlMapping mapping ? mapping.entries().size() + " keys" : node.found();
      problems.add(
          node.problem(
              noun + " has exactly one key, found " + found + "; " + Words.allowed(names),
              "write {" + names.get(0) + ": {...}}"));
      return Optional.empty();
    }
    YamlScalar key = mapping.entries().get(0).key();
    if (!names.contains(key.text())) {
      String message = Words.quoted(key.text()) + " is not " + noun + "; " + Words.allowed(names);
      String where = mapping.path().isEmpty() ? "" : mapping.path() + ": ";
      problems.add(
          new Problem(key.location(), where + message, Words.didYouMean(key.text(), names)));
      return Optional.empty();
    }
    YamlNode inner = mapping.entries().get(0).value();
    boolean nothing = inner instanceof YamlScalar scalar && scalar.isNothing();
    return Optional.of(
        new Variant(node, key.text(), nothing ? Optional.empty() : Optional.of(inner), problems));
  }

  /** Which of the names it is. */
  public String name() {
    return name;
  }

  /** Where it begins. */
  public Location location() {
    return node.location();
  }

  /** The whole of it, for problems. */
  public YamlNode node() {
    return node;
  }

  /** What stands after the name; empty if nothing does. */
  public Optional<YamlNode> value() {
    return value;
  }

  /** A field of what stands after the name, before {@link #fields} checks them all. */
  public Optional<YamlNode> peek(String key) {
    return value.flatMap(v -> v instanceof YamlMapping m ? m.get(key) : Optional.empty());
  }

  /** The fields that stand after the name; none if nothing does. */
  public Fields fields(String noun, List<String> allowed) {
    YamlNode inner = value.orElse(new YamlMapping(List.of(), node.location(), node.path()));
    return Fields.of(inner, noun, allowed, problems);
  }
}
