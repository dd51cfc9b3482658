package dev.touchstone.scenarios;

import dev.touchstone.scenarios.PruneStructured.Compensation;
import dev.touchstone.scenarios.PruneStructured.Control;
import dev.touchstone.scenarios.PruneStructured.Importance;
import dev.touchstone.scenarios.PruneStructured.Part;
import dev.touchstone.scenarios.PruneStructured.Ranking;
import dev.touchstone.scenarios.PruneStructured.Rounding;
import dev.touchstone.scenarios.PruneStructured.Schedule;
import dev.touchstone.scenarios.PruneStructured.Scope;
import dev.touchstone.scenarios.PruneUnstructured.Pattern;
import dev.touchstone.scenarios.problem.Problems;
import dev.touchstone.scenarios.yaml.Fields;
import dev.touchstone.scenarios.yaml.Variant;
import dev.touchstone.scenarios.yaml.YamlNode;
import dev.touchstone.scenarios.yaml.YamlScalar;
import dev.touchstone.scenarios.yaml.YamlSequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;

/** Reads {@code prune} steps. */
final class PruneReader {

  private static final List<String> KINDS = List.of("structured", "unstructured");
  private static final List<String> STRUCTURED =
      List.of(
          "ratio",
          "units",
          "importance",
          "scope",
          "compensate",
          "round-to",
          "min-channels",
          "iterations",
          "control",
          "include",
          "exclude");
  private static final List<String> UNSTRUCTURED =
      List.of("sparsity", "scope", "pattern", "include", "exclude");
  private static final List<String> CONTROLS = List.of("none", "signal-to-noise", "agreement");
  private static final List<Part> DEFAULT_UNITS =
      List.of(Part.CHANNELS, Part.HEADS, Part.FEED_FORWARD);
  private static final java.util.regex.Pattern FEW_OF_MANY =
      java.util.regex.Pattern.compile("([1-9][0-9]{0,2}):([1-9][0-9]{0,2})");
  private static final java.util.regex.Pattern DECIBELS =
      java.util.regex.Pattern.compile("([+-]?[0-9]{1,4}(?:\\.[0-9]+)?) *dB");

  private static final int MOST_CHANNELS = 1 << 16;
  private static final int MOST_ITERATIONS = 100;

  private final Problems problems;

  PruneReader(Problems problems) {
    this.problems = problems;
  }

  /** Reads {@code {prune: {structured: {...}}}} or {@code {prune: {unstructured: {...}}}}. */
  Optional<Step> step(Variant step) {
    Optional<YamlNode> kind = step.value();
    if (kind.isEmpty()) {
      problems.add(
          step.node()
              .problem(
                  "a prune step says what kind of pruning it is",
                  "write {prune: {structured: {ratio: 30 %}}}"));
      return Optional.empty();
    }
    return Variant.of(kind.get(), "a kind of pruning", KINDS, problems)
        .flatMap(v -> v.name().equals("structured") ? structured(v) : unstructured(v));
  }

  private Optional<Step> structured(Variant variant) {
    Fields fields = variant.fields("a structured prune step", STRUCTURED);
    fields.require("ratio");
    Optional<Double> ratio = share(fields, "ratio");
    Optional<List<Part>> units = units(fields);
    Optional<Importance> importance = constant(fields, "importance", Importance.L1);
    Optional<Scope> scope = constant(fields, "scope", Scope.LOCAL);
    Optional<Compensation> compensation =
        constant(
            fields, "compensate", importance.map(PruneReader::usual).orElse(Compensation.NONE));
    Optional<Integer> multiple = integer(fields, "round-to", 4, MOST_CHANNELS);
    Optional<Integer> least = integer(fields, "min-channels", 8, MOST_CHANNELS);
    Optional<Integer> iterations = integer(fields, "iterations", 1, MOST_ITERATIONS);
    Optional<Control> control =
        fields.has("control")
            ? fields.node("control").flatMap(this::control)
            : Optional.of(new Control.None());
    Optional<NodeFilter> nodes = NodeFilterReader.read(fields, problems);
    if (ratio.isEmpty() || units.isEmpty() || importance.isEmpty() || scope.isEmpty()) {
      return Optional.empty();
    }
    if (compensation.isEmpty() || multiple.isEmpty() || least.isEmpty()) {
      return Optional.empty();
    }
    if (iterations.isEmpty() || control.isEmpty()) {
      return Optional.empty();
    }
    return nodes.map(
        n ->
            new PruneStructured(
                ratio.get(),
                units.get(),
                new Ranking(importance.get(), scope.get(), compensation.get()),
                new Rounding(multiple.get(), least.get()),
                new Schedule(iterations.get(), control.get()),
                n));
  }

  /** Who needs calibration samples for the importance has them for the compensation too. */
  private static Compensation usual(Importance importance) {
    return importance == Importance.ACTIVATION ? Compensation.LEAST_SQUARES : Compensation.NONE;
  }

  private Optional<Step> unstructured(Variant variant) {
    Fields fields = variant.fields("an unstructured prune step", UNSTRUCTURED);
    Optional<Pattern> pattern = pattern(variant, fields);
    Optional<NodeFilter> nodes = NodeFilterReader.read(fields, problems);
    return pattern.flatMap(p -> nodes.map(n -> new PruneUnstructured(p, n)));
  }

  private Optional<Pattern> pattern(Variant variant, Fields fields) {
    if (fields.has("pattern") == fields.has("sparsity")) {
      String found = fields.has("pattern") ? "both" : "neither";
      problems.add(
          variant
              .node()
              .problem(
                  "an unstructured prune step has exactly one of sparsity and pattern, found "
                      + found,
                  "write {sparsity: 50 %} or {pattern: 2:4}"));
      return Optional.empty();
    }
    Optional<Scope> scope = constant(fields, "scope", Scope.LOCAL);
    if (fields.has("pattern")) {
      fields
          .key("scope")
          .ifPresent(
              key -> problems.add(key.problem("a pattern holds everywhere and has no scope")));
      return fields.scalar("pattern").flatMap(this::fewOfMany);
    }
    return share(fields, "sparsity")
        .flatMap(
            s ->
                scope.map(
                    w -> w == Scope.LOCAL ? new Pattern.EachTensor(s) : new Pattern.AllTensors(s)));
  }

  private Optional<Pattern> fewOfMany(YamlScalar value) {
    Matcher matcher = FEW_OF_MANY.matcher(value.text());
    if (matcher.matches()) {
      int kept = Integer.parseInt(matcher.group(1));
      int of = Integer.parseInt(matcher.group(2));
      if (kept < of) {
        return Optional.of(new Pattern.FewOfMany(kept, of));
      }
    }
    problems.add(
        value.problem(
            value.found() + " is no pattern N:M that keeps N of M weights, N below M",
            "write for example 2:4"));
    return Optional.empty();
  }

  private Optional<List<Part>> units(Fields fields) {
    if (!fields.has("units")) {
      return Optional.of(DEFAULT_UNITS);
    }
    YamlNode node = fields.node("units").orElseThrow();
    List<YamlNode> items = node instanceof YamlSequence list ? list.items() : List.of(node);
    if (items.isEmpty()) {
      problems.add(node.problem("the list is empty", "name at least one kind, such as channels"));
      return Optional.empty();
    }
    List<Part> units = new ArrayList<>();
    for (YamlNode item : items) {
      Fields.scalar(item, "a kind of unit", problems)
          .flatMap(s -> Fields.word(s, words(Part.values()), problems))
          .ifPresent(w -> units.add(Part.valueOf(name(w))));
    }
    return units.size() == items.size() ? Optional.of(units) : Optional.empty();
  }

  private Optional<Control> control(YamlNode node) {
    return Variant.of(node, "a control", CONTROLS, problems)
        .flatMap(
            variant ->
                switch (variant.name()) {
                  case "signal-to-noise" -> decibels(variant);
                  case "agreement" -> agreement(variant);
                  default -> {
                    variant.fields("none", List.of());
                    yield Optional.of(new Control.None());
                  }
                });
  }

  private Optional<Control> decibels(Variant variant) {
    Optional<YamlScalar> value =
        variant.value().flatMap(v -> Fields.scalar(v, "a ratio such as 10 dB", problems));
    Optional<Control> control =
        value
            .map(v -> DECIBELS.matcher(v.text()))
            .filter(Matcher::matches)
            .map(m -> new Control.SignalToNoise(Double.parseDouble(m.group(1))));
    if (control.isEmpty()) {
      problems.add(
          variant
              .value()
              .orElse(variant.node())
              .problem(
                  "signal-to-noise needs a ratio in decibels, found "
                      + variant.value().map(YamlNode::found).orElse("nothing"),
                  "write {signal-to-noise: 10 dB}"));
    }
    return control;
  }

  private Optional<Control> agreement(Variant variant) {
    if (variant.value().isEmpty()) {
      problems.add(variant.node().problem("agreement needs a share", "write {agreement: 95 %}"));
      return Optional.empty();
    }
    YamlNode value = variant.value().get();
    return Fields.scalar(value, "a share such as 95 %", problems)
        .flatMap(s -> new QuantityReader(problems).quantity(s, Unit.FRACTION, "agreement"))
        .flatMap(
            share -> {
              if (share.value() > 0) {
                return Optional.of(new Control.Agreement(share.value()));
              }
              problems.add(value.problem(value.found() + " would never stop anything"));
              return Optional.empty();
            });
  }

  /** A share that is neither nothing nor all. */
  private Optional<Double> share(Fields fields, String key) {
    return ShareReader.read(fields, key, problems);
  }

  private static Optional<Integer> integer(Fields fields, String key, int otherwise, int most) {
    return fields.has(key) ? fields.integer(key, 1, most) : Optional.of(otherwise);
  }

  private <E extends Enum<E>> Optional<E> constant(Fields fields, String key, E otherwise) {
    if (!fields.has(key)) {
      return Optional.of(otherwise);
    }
    Class<E> type = otherwise.getDeclaringClass();
    return fields
        .word(key, words(type.getEnumConstants()))
        .map(word -> Enum.valueOf(type, name(word)));
  }

  private static List<String> words(Enum<?>[] constants) {
    List<String> words = new ArrayList<>();
    for (Enum<?> constant : constants) {
      words.add(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
    return words;
  }

  private static String name(String word) {
    return word.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
