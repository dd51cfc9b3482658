package dev.touchstone.scenarios.yaml;

import dev.touchstone.scenarios.problem.Location;
import dev.touchstone.scenarios.problem.Problem;
import dev.touchstone.scenarios.problem.Problems;
import dev.touchstone.scenarios.problem.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The fields of one mapping, taken with their types. What is missing or wrong is added to the
 * problems and comes back empty, so that a reading goes on and finds the rest.
 *
 * <pre>{@code
 * Fields fields = Fields.of(node, "a profile", List.of("name", "threads"), problems);
 * fields.require("name");
 * Optional<String> name = fields.text("name");
 * Optional<Integer> threads = fields.integer("threads", 1, 1024);
 * problems.throwIfAny();
 * }</pre>
 */
public final class Fields {

  private final YamlMapping mapping;
  private final String noun;
  private final List<String> allowed;
  private final boolean readable;
  private final Problems problems;

  private Fields(
      YamlMapping mapping, String noun, List<String> allowed, boolean readable, Problems problems) {
    this.mapping = mapping;
    this.noun = noun;
    this.allowed = allowed;
    this.readable = readable;
    this.problems = problems;
  }

  /**
   * Opens a mapping. Keys that are not allowed are problems, with the nearest allowed word; so is a
   * node that is no mapping, which then has no fields.
   *
   * @param noun what the mapping describes, such as {@code a profile}
   * @param allowed every key that it may have, in the order of the documentation
   */
  public static Fields of(YamlNode node, String noun, List<String> allowed, Problems problems) {
    if (!(node instanceof YamlMapping mapping)) {
      problems.add(
          node.problem(
              noun + " is a mapping of keys to values, found " + node.found(),
              "its keys: " + String.join(", ", allowed)));
      YamlMapping none = new YamlMapping(List.of(), node.location(), node.path());
      return new Fields(none, noun, List.copyOf(allowed), false, problems);
    }
    for (YamlMapping.Entry entry : mapping.entries()) {
      String key = entry.key().text();
      if (!allowed.contains(key)) {
        problems.add(
            new Problem(
                entry.key().location(),
                prefix(mapping)
                    + Words.quoted(key)
                    + " is no key of "
                    + noun
                    + (allowed.isEmpty() ? ", which has none" : "; " + Words.allowed(allowed)),
                Words.didYouMean(key, allowed)));
      }
    }
    return new Fields(mapping, noun, List.copyOf(allowed), true, problems);
  }

  private static String prefix(YamlMapping mapping) {
    return mapping.path().isEmpty() ? "" : mapping.path() + ": ";
  }

  /** Where the mapping begins. */
  public Location location() {
    return mapping.location();
  }

  /** The mapping itself, for problems that concern it as a whole. */
  public YamlMapping node() {
    return mapping;
  }

  /** Adds a problem for each of the keys that is missing. */
  public void require(String... keys) {
    for (String key : keys) {
      if (readable && mapping.get(key).isEmpty()) {
        problems.add(
            mapping.problem(noun + " needs the key " + Words.quoted(key) + ", which is missing"));
      }
    }
  }

  /** Whether the key is there, whatever its value. */
  public boolean has(String key) {
    return node(key).isPresent();
  }

  /** The value of a key as it stands, or empty if the key is missing. */
  public Optional<YamlNode> node(String key) {
    if (!allowed.contains(key)) {
      throw new IllegalArgumentException(key + " is not among the allowed keys " + allowed);
    }
    return mapping.get(key);
  }

  /** The key itself, for a problem that concerns it and not its value. */
  public Optional<YamlScalar> key(String key) {
    return mapping.entries().stream()
        .map(YamlMapping.Entry::key)
        .filter(k -> k.text().equals(key))
        .findFirst();
  }

  /** A scalar that is not empty. */
  public Optional<YamlScalar> scalar(String key) {
    return node(key).flatMap(value -> scalar(value, "a text", problems));
  }

  /** A text that is not empty. */
  public Optional<String> text(String key) {
    return scalar(key).map(YamlScalar::text);
  }

  /** One of a list of words. */
  public Optional<String> word(String key, Collection<String> words) {
    return scalar(key).flatMap(value -> word(value, words, problems));
  }

  /** A whole number within bounds, both included. */
  public Optional<Integer> integer(String key, int least, int most) {
    String range =
        most == Integer.MAX_VALUE ? "of at least " + least : "from " + least + " to " + most;
    String wanted = "a whole number " + range;
    return node(key)
        .flatMap(value -> scalar(value, wanted, problems))
        .flatMap(value -> integer(value, least, most, wanted));
  }

  private Optional<Integer> integer(YamlScalar value, int least, int most, String wanted) {
    if (value.text().matches("[+-]?[0-9]{1,18}")) {
      long number = Long.parseLong(value.text());
      if (number >= least && number <= most) {
        return Optional.of((int) number);
      }
    }
    problems.add(value.problem(value.found() + " is not allowed; write " + wanted));
    return Optional.empty();
  }

  /** A finite number. */
  public Optional<Double> number(String key) {
    return node(key)
        .flatMap(value -> scalar(value, "a number", problems))
        .flatMap(value -> number(value, problems));
  }

  /** Either {@code true} or {@code false}. */
  public Optional<Boolean> flag(String key) {
    return word(key, List.of("true", "false")).map(Boolean::parseBoolean);
  }

  /** The items of a list. */
  public Optional<List<YamlNode>> list(String key) {
    return node(key).flatMap(value -> list(value, problems));
  }

  /** A list of texts, none of them empty; the wrong ones are left out. */
  public Optional<List<String>> texts(String key) {
    return list(key)
        .map(
            items ->
                items.stream()
                    .flatMap(item -> scalar(item, "a text", problems).stream())
                    .map(YamlScalar::text)
                    .toList());
  }

  /** A list of finite numbers; the wrong ones are left out. */
  public Optional<List<Double>> numbers(String key) {
    return list(key)
        .map(
            items -> {
              List<Double> numbers = new ArrayList<>();
              for (YamlNode item : items) {
                scalar(item, "a number", problems)
                    .flatMap(value -> number(value, problems))
                    .ifPresent(numbers::add);
              }
              return List.copyOf(numbers);
            });
  }

  /** The fields of an inner mapping. */
  public Optional<Fields> fields(String key, String innerNoun, String... innerAllowed) {
    return node(key)
        .map(value -> Fields.of(value, innerNoun, Arrays.asList(innerAllowed), problems));
  }

  /** The items of a node that must be a list. */
  public static Optional<List<YamlNode>> list(YamlNode node, Problems problems) {
    if (node instanceof YamlSequence sequence) {
      return Optional.of(sequence.items());
    }
    problems.add(node.problem("found " + node.found() + " where a list belongs", "write [a, b]"));
    return Optional.empty();
  }

  /**
   * A node that must be a scalar and not empty.
   *
   * @param wanted what belongs here, for the message
   */
  public static Optional<YamlScalar> scalar(YamlNode node, String wanted, Problems problems) {
    if (node instanceof YamlScalar scalar && !scalar.isNothing() && !scalar.text().isBlank()) {
      return Optional.of(scalar);
    }
    problems.add(node.problem("found " + node.found() + " where " + wanted + " belongs"));
    return Optional.empty();
  }

  /** A scalar that must be one of a list of words. */
  public static Optional<String> word(
      YamlScalar value, Collection<String> words, Problems problems) {
    if (words.contains(value.text())) {
      return Optional.of(value.text());
    }
    problems.add(
        value.problem(
            value.found() + " is not allowed here; " + Words.allowed(words),
            Words.didYouMean(value.text(), words)));
    return Optional.empty();
  }

  /** A scalar that must be a finite number in decimal or scientific notation. */
  public static Optional<Double> number(YamlScalar value, Problems problems) {
    if (value.text().matches("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?")) {
      double number = Double.parseDouble(value.text());
      if (Double.isFinite(number)) {
        return Optional.of(number);
      }
    }
    problems.add(value.problem(value.found() + " is not a finite number"));
    return Optional.empty();
  }
}
