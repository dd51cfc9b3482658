package dev.touchstone.scenarios;

import dev.touchstone.scenarios.SearchMixedPrecision.Judge;
import dev.touchstone.scenarios.SearchMixedPrecision.Target;
import dev.touchstone.scenarios.SearchMixedPrecision.Tolerance;
import dev.touchstone.scenarios.problem.Problems;
import dev.touchstone.scenarios.yaml.Fields;
import dev.touchstone.scenarios.yaml.Variant;
import dev.touchstone.scenarios.yaml.YamlMapping;
import dev.touchstone.scenarios.yaml.YamlNode;
import dev.touchstone.scenarios.yaml.YamlScalar;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads {@code search} steps. */
final class SearchReader {

  private static final List<String> KINDS = List.of("mixed-precision");
  private static final List<String> KEYS =
      List.of(
          "quantize",
          "judge-by",
          "max-loss",
          "max-slice-loss",
          "least-slice",
          "max-size",
          "max-latency",
          "samples");

  private final Problems problems;

  SearchReader(Problems problems) {
    this.problems = problems;
  }

  /** Reads {@code {search: {mixed-precision: {...}}}}. */
  Optional<Step> step(Variant variant) {
    if (variant.value().isEmpty()) {
      problems.add(
          variant
              .node()
              .problem(
                  "search does not say for what",
                  "write {search: {mixed-precision: {quantize: {scheme: static}}}}"));
      return Optional.empty();
    }
    return Variant.of(variant.value().get(), "a search", KINDS, problems).flatMap(this::mixed);
  }

  private Optional<Step> mixed(Variant variant) {
    Fields fields = variant.fields("a search for mixed precision", KEYS);
    Optional<Step> quantize = quantize(fields);
    Optional<Tolerance> tolerance = tolerance(fields);
    Optional<Target> target = target(fields);
    Optional<Integer> samples =
        fields.has("samples")
            ? fields.integer("samples", 1, Integer.MAX_VALUE)
            : Optional.of(SearchMixedPrecision.DEFAULT_SAMPLES);
    return quantize.flatMap(
        q ->
            tolerance.flatMap(
                l -> target.flatMap(t -> samples.map(s -> new SearchMixedPrecision(q, l, t, s)))));
  }

  /** The inner step has the form of a step of its own, and so is read as one. */
  private Optional<Step> quantize(Fields fields) {
    fields.require("quantize");
    Optional<YamlScalar> key = fields.key("quantize");
    Optional<YamlNode> value = fields.node("quantize");
    if (key.isEmpty() || value.isEmpty()) {
      return Optional.empty();
    }
    YamlMapping step =
        new YamlMapping(
            List.of(new YamlMapping.Entry(key.get(), value.get())),
            fields.location(),
            fields.node().path());
    return Variant.of(step, "a quantization", List.of("quantize"), problems)
        .flatMap(v -> new QuantizeReader(problems).step(v))
        .filter(s -> isWhole(s, value.get()));
  }

  private boolean isWhole(Step step, YamlNode node) {
    if (step instanceof Step.QuantizeStatic || step instanceof Step.QuantizeDynamic) {
      return true;
    }
    problems.add(
        node.problem(
            "a search quantizes whole layers, static or dynamic", "write {scheme: static}"));
    return false;
  }

  private Optional<Tolerance> tolerance(Fields fields) {
    Tolerance usual = Tolerance.DEFAULT;
    Optional<Judge> judge =
        fields.has("judge-by")
            ? fields
                .word("judge-by", List.of("auto", "top1", "agreement", "error"))
                .map(w -> Judge.valueOf(w.toUpperCase(Locale.ROOT)))
            : Optional.of(usual.judge());
    Optional<Double> overall = share(fields, "max-loss", usual.overall());
    Optional<Double> slice = share(fields, "max-slice-loss", usual.slice());
    Optional<Integer> least =
        fields.has("least-slice")
            ? fields.integer("least-slice", 1, Integer.MAX_VALUE)
            : Optional.of(usual.leastSlice());
    return judge.flatMap(
        j -> overall.flatMap(o -> slice.flatMap(s -> least.map(l -> new Tolerance(j, o, s, l)))));
  }

  private Optional<Target> target(Fields fields) {
    Optional<Quantity> size =
        fields.has("max-size")
            ? fields.scalar("max-size").flatMap(this::size)
            : Optional.of(Target.DEFAULT.size());
    Optional<Double> latency =
        share(fields, "max-latency", Target.DEFAULT.latency())
            .filter(l -> isPositive(l, "max-latency", fields));
    return size.filter(s -> isPositive(s.value(), "max-size", fields))
        .flatMap(s -> latency.map(l -> new Target(s, l)));
  }

  private Optional<Quantity> size(YamlScalar value) {
    boolean bytes = value.text().strip().matches(".*[A-Za-z]");
    return new QuantityReader(problems)
        .quantity(value, bytes ? Unit.BYTE : Unit.FRACTION, "max-size");
  }

  private boolean isPositive(double value, String key, Fields fields) {
    if (value > 0) {
      return true;
    }
    fields
        .node(key)
        .ifPresent(n -> problems.add(n.problem(n.found() + " is nothing; nothing is that little")));
    return false;
  }

  private Optional<Double> share(Fields fields, String key, double otherwise) {
    if (!fields.has(key)) {
      return Optional.of(otherwise);
    }
    return fields
        .scalar(key)
        .flatMap(v -> new QuantityReader(problems).quantity(v, Unit.FRACTION, key))
        .map(Quantity::value);
  }
}
