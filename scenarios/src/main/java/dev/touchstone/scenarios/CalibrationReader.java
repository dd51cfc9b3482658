package dev.touchstone.scenarios;

import dev.touchstone.scenarios.Step.Calibration;
import dev.touchstone.scenarios.problem.Problems;
import dev.touchstone.scenarios.yaml.Fields;
import dev.touchstone.scenarios.yaml.Variant;
import dev.touchstone.scenarios.yaml.YamlNode;
import dev.touchstone.scenarios.yaml.YamlScalar;
import java.util.List;
import java.util.Optional;

/** Reads how the ranges of activations are found. */
final class CalibrationReader {

  private static final List<String> KINDS =
      List.of("minmax", "moving-average", "percentile", "entropy", "mse");
  private static final int MOST_BINS = 1 << 16;
  private static final double NEWEST = 0.01;

  private final Problems problems;

  CalibrationReader(Problems problems) {
    this.problems = problems;
  }

  /** Reads a word such as {@code minmax}, or a mapping such as {@code {percentile: 99.99 %}}. */
  Optional<Calibration> calibration(YamlNode node) {
    return Variant.of(node, "a calibration", KINDS, problems)
        .flatMap(
            variant ->
                switch (variant.name()) {
                  case "percentile" -> percentile(variant);
                  case "entropy" -> entropy(variant);
                  case "moving-average" -> movingAverage(variant);
                  case "mse" -> plain(variant, new Calibration.MeanSquaredError());
                  default -> plain(variant, new Calibration.MinMax());
                });
  }

  private static Optional<Calibration> plain(Variant variant, Calibration calibration) {
    variant.fields(variant.name(), List.of());
    return Optional.of(calibration);
  }

  private Optional<Calibration> percentile(Variant variant) {
    Optional<YamlNode> value = variant.value();
    if (value.isEmpty()) {
      problems.add(
          variant.node().problem("percentile needs a share", "write {percentile: 99.99 %}"));
      return Optional.empty();
    }
    return share(value.get(), "percentile", 0.5).map(Calibration.Percentile::new);
  }

  private Optional<Calibration> movingAverage(Variant variant) {
    Fields fields = variant.fields("moving-average", List.of("newest"));
    if (!fields.has("newest")) {
      return Optional.of(new Calibration.MovingAverage(NEWEST));
    }
    return fields
        .node("newest")
        .flatMap(value -> share(value, "newest", 0))
        .map(Calibration.MovingAverage::new);
  }

  /** A share above a bound. */
  private Optional<Double> share(YamlNode value, String name, double above) {
    Optional<YamlScalar> scalar = Fields.scalar(value, "a share such as 99.99 %", problems);
    Optional<Quantity> share =
        scalar.flatMap(s -> new QuantityReader(problems).quantity(s, Unit.FRACTION, name));
    if (share.isPresent() && !(share.get().value() > above)) {
      problems.add(
          above > 0
              ? value.problem(
                  value.found() + " would cut off half of the values or more",
                  "write a share above 50 %, such as 99.99 %")
              : value.problem(
                  value.found() + " would never look at a sample",
                  "write a share above 0 %, such as 1 %"));
      return Optional.empty();
    }
    return share.map(Quantity::value);
  }

  private Optional<Calibration> entropy(Variant variant) {
    Fields fields = variant.fields("entropy", List.of("bins"));
    Optional<Integer> bins =
        fields.has("bins") ? fields.integer("bins", 256, MOST_BINS) : Optional.of(2048);
    return bins.map(Calibration.Entropy::new);
  }
}
