package dev.touchstone.scenarios;

import dev.touchstone.scenarios.Step.Granularity;
import dev.touchstone.scenarios.problem.Problems;
import dev.touchstone.scenarios.yaml.Fields;
import dev.touchstone.scenarios.yaml.Variant;
import dev.touchstone.scenarios.yaml.YamlNode;
import java.util.List;
import java.util.Optional;

/** Reads {@code quantize} steps. */
final class QuantizeReader {

  private static final List<String> SCHEMES = List.of("dynamic", "static", "weights");
  private static final List<String> DYNAMIC = List.of("scheme", "weights", "include", "exclude");

  private final Problems problems;

  QuantizeReader(Problems problems) {
    this.problems = problems;
  }

  /** Reads {@code {quantize: {scheme: ...}}}. */
  Optional<Step> step(Variant variant) {
    // Opened with every key first: which of them are allowed depends on the scheme.
    Optional<String> scheme = variant.peek("scheme").flatMap(this::scheme);
    if (scheme.filter("weights"::equals).isPresent()) {
      return new WeightsReader(problems).step(variant);
    }
    if (!scheme.filter("dynamic"::equals).isPresent()) {
      Optional<Step> step = new StaticQuantizeReader(problems).step(variant);
      return scheme.isEmpty() ? Optional.empty() : step;
    }
    Fields fields = variant.fields("a dynamic quantize step", DYNAMIC);
    Optional<Granularity> weights = granularity(fields);
    Optional<NodeFilter> nodes = NodeFilterReader.readWithPlaces(fields, problems);
    return weights.flatMap(w -> nodes.map(n -> new Step.QuantizeDynamic(w, n)));
  }

  private Optional<String> scheme(YamlNode node) {
    return Fields.scalar(node, "dynamic, static or weights", problems)
        .flatMap(value -> Fields.word(value, SCHEMES, problems));
  }

  static Optional<Granularity> granularity(Fields fields) {
    if (!fields.has("weights")) {
      return Optional.of(Granularity.PER_CHANNEL);
    }
    return fields
        .word("weights", List.of("per-channel", "per-tensor"))
        .map(w -> w.equals("per-channel") ? Granularity.PER_CHANNEL : Granularity.PER_TENSOR);
  }
}
