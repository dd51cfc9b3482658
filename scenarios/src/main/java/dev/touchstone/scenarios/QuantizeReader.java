package dev.touchstone.scenarios;

import dev.touchstone.scenarios.Step.Calibration;
import dev.touchstone.scenarios.Step.Granularity;
import dev.touchstone.scenarios.Step.ReduceRange;
import dev.touchstone.scenarios.problem.Problems;
import dev.touchstone.scenarios.yaml.Fields;
import dev.touchstone.scenarios.yaml.Variant;
import dev.touchstone.scenarios.yaml.YamlNode;
import dev.touchstone.scenarios.yaml.YamlScalar;
import java.util.List;
import java.util.Optional;

/** Reads {@code quantize} steps. */
final class QuantizeReader {

  private static final List<String> SCHEMES = List.of("dynamic", "static");
  private static final List<String> DYNAMIC = List.of("scheme", "weights", "include", "exclude");
  private static final List<String> STATIC =
      List.of("scheme", "weights", "calibration", "reduce-range", "include", "exclude");
  private static final List<String> CALIBRATIONS = List.of("minmax", "percentile", "entropy");
  private static final int MOST_BINS = 1 << 20;

  private final Problems problems;

  QuantizeReader(Problems problems) {
    this.problems = problems;
  }

  /** Reads {@code {quantize: {scheme: ...}}}. */
  Optional<Step> step(Variant variant) {
    // Opened with every key first: which of them are allowed depends on the scheme.
    Optional<String> scheme = variant.peek("scheme").flatMap(this::scheme);
    boolean dynamic = scheme.filter("dynamic"::equals).isPresent();
    Fields fields =
        variant.fields(
            dynamic ? "a dynamic quantize step" : "a static quantize step",
            dynamic ? DYNAMIC : STATIC);
    fields.require("scheme");
    Optional<Granularity> weights = granularity(fields);
    Optional<NodeFilter> nodes = NodeFilterReader.read(fields, problems);
    if (dynamic) {
      return weights.flatMap(w -> nodes.map(n -> new Step.QuantizeDynamic(w, n)));
    }
    Optional<Calibration> calibration =
        fields.has("calibration")
            ? fields.node("calibration").flatMap(this::calibration)
            : Optional.of(new Calibration.MinMax());
    Optional<ReduceRange> reduce = reduceRange(fields);
    if (scheme.isEmpty() || weights.isEmpty() || nodes.isEmpty()) {
      return Optional.empty();
    }
    return calibration.flatMap(
        c -> reduce.map(r -> new Step.QuantizeStatic(c, weights.get(), r, nodes.get())));
  }

  private Optional<String> scheme(YamlNode node) {
    return Fields.scalar(node, "dynamic or static", problems)
        .flatMap(value -> Fields.word(value, SCHEMES, problems));
  }

  private static Optional<Granularity> granularity(Fields fields) {
    if (!fields.has("weights")) {
      return Optional.of(Granularity.PER_CHANNEL);
    }
    return fields
        .word("weights", List.of("per-channel", "per-tensor"))
        .map(w -> w.equals("per-channel") ? Granularity.PER_CHANNEL : Granularity.PER_TENSOR);
  }

  private static Optional<ReduceRange> reduceRange(Fields fields) {
    if (!fields.has("reduce-range")) {
      return Optional.of(ReduceRange.AUTO);
    }
    return fields
        .word("reduce-range", List.of("auto", "on", "off", "true", "false"))
        .map(
            word ->
                switch (word) {
                  case "on", "true" -> ReduceRange.ON;
                  case "off", "false" -> ReduceRange.OFF;
                  default -> ReduceRange.AUTO;
                });
  }

  private Optional<Calibration> calibration(YamlNode node) {
    return Variant.of(node, "a calibration", CALIBRATIONS, problems)
        .flatMap(
            variant ->
                switch (variant.name()) {
                  case "percentile" -> percentile(variant);
                  case "entropy" -> entropy(variant);
                  default -> {
                    variant.fields("minmax", List.of());
                    yield Optional.of(new Calibration.MinMax());
                  }
                });
  }

  private Optional<Calibration> percentile(Variant variant) {
    Optional<YamlNode> value = variant.value();
    if (value.isEmpty()) {
      problems.add(
          variant.node().problem("percentile needs a share", "write {percentile: 99.99 %}"));
      return Optional.empty();
    }
    Optional<YamlScalar> share = Fields.scalar(value.get(), "a share such as 99.99 %", problems);
    return share
        .flatMap(s -> new QuantityReader(problems).quantity(s, Unit.FRACTION, "percentile"))
        .flatMap(
            quantile -> {
              if (quantile.value() > 0.5) {
                return Optional.of(new Calibration.Percentile(quantile.value()));
              }
              problems.add(
                  value
                      .get()
                      .problem(
                          value.get().found() + " would cut off half of the values or more",
                          "write a share above 50 %, such as 99.99 %"));
              return Optional.empty();
            });
  }

  private Optional<Calibration> entropy(Variant variant) {
    Fields fields = variant.fields("entropy", List.of("bins"));
    Optional<Integer> bins =
        fields.has("bins") ? fields.integer("bins", 256, MOST_BINS) : Optional.of(2048);
    return bins.map(Calibration.Entropy::new);
  }
}
