package dev.touchstone.scenarios;

import dev.touchstone.scenarios.QuantizedForm.ActivationType;
import dev.touchstone.scenarios.QuantizedForm.Islands;
import dev.touchstone.scenarios.QuantizedForm.Notation;
import dev.touchstone.scenarios.QuantizedForm.Symmetry;
import dev.touchstone.scenarios.QuantizedForm.WeightType;
import dev.touchstone.scenarios.Step.Calibration;
import dev.touchstone.scenarios.Step.Granularity;
import dev.touchstone.scenarios.Step.QuantizeStatic;
import dev.touchstone.scenarios.Step.ReduceRange;
import dev.touchstone.scenarios.problem.Problems;
import dev.touchstone.scenarios.yaml.Fields;
import dev.touchstone.scenarios.yaml.Variant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads {@code {quantize: {scheme: static, ...}}}. */
final class StaticQuantizeReader {

  private static final List<String> KEYS =
      List.of(
          "scheme",
          "format",
          "weights",
          "weight-type",
          "activations",
          "symmetric",
          "calibration",
          "reduce-range",
          "islands",
          "include",
          "exclude");

  private final Problems problems;

  StaticQuantizeReader(Problems problems) {
    this.problems = problems;
  }

  Optional<Step> step(Variant variant) {
    Fields fields = variant.fields("a static quantize step", KEYS);
    fields.require("scheme");
    Optional<Granularity> weights = QuantizeReader.granularity(fields);
    Optional<NodeFilter> nodes = NodeFilterReader.readWithPlaces(fields, problems);
    Optional<Calibration> calibration =
        fields.has("calibration")
            ? fields.node("calibration").flatMap(new CalibrationReader(problems)::calibration)
            : Optional.of(new Calibration.MinMax());
    Optional<ReduceRange> reduce = reduceRange(fields);
    Optional<QuantizedForm> form = form(fields);
    if (weights.isEmpty() || nodes.isEmpty() || reduce.isEmpty() || form.isEmpty()) {
      return Optional.empty();
    }
    return calibration
        .map(c -> new QuantizeStatic(c, weights.get(), reduce.get(), nodes.get(), form.get()))
        .filter(step -> agrees(fields, step))
        .map(step -> step);
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

  private Optional<QuantizedForm> form(Fields fields) {
    QuantizedForm otherwise = QuantizedForm.DEFAULT;
    Optional<Notation> notation = one(fields, "format", Notation.values(), otherwise.notation());
    Optional<ActivationType> activations =
        one(fields, "activations", ActivationType.values(), otherwise.activations());
    Optional<WeightType> weights =
        one(fields, "weight-type", WeightType.values(), otherwise.weights());
    Optional<Symmetry> symmetry = one(fields, "symmetric", Symmetry.values(), otherwise.symmetry());
    Optional<Islands> islands = one(fields, "islands", Islands.values(), otherwise.islands());
    if (notation.isEmpty()
        || activations.isEmpty()
        || weights.isEmpty()
        || symmetry.isEmpty()
        || islands.isEmpty()) {
      return Optional.empty();
    }
    if (notation.get() == Notation.QOPERATOR
        && !QuantizedForm.hasOperators(activations.get(), weights.get())) {
      fields
          .key("activations")
          .ifPresent(
              key ->
                  problems.add(
                      key.problem(
                          "QOperator form has operators for u8 activations, and for s8 ones with s8"
                              + " weights",
                          "write format: qdq, or activations: u8")));
      return Optional.empty();
    }
    return Optional.of(
        new QuantizedForm(
            notation.get(), activations.get(), weights.get(), symmetry.get(), islands.get()));
  }

  private static <E extends Enum<E>> Optional<E> one(
      Fields fields, String key, E[] values, E otherwise) {
    if (!fields.has(key)) {
      return Optional.of(otherwise);
    }
    List<String> words = Arrays.stream(values).map(v -> v.name().toLowerCase(Locale.ROOT)).toList();
    return fields.word(key, words).map(word -> values[words.indexOf(word)]);
  }

  /** Rejects settings of which each is right and which exclude one another. */
  private boolean agrees(Fields fields, QuantizeStatic step) {
    boolean wide = step.form().activations().bits() == 16;
    boolean counts =
        step.calibration() instanceof Calibration.Entropy
            || step.calibration() instanceof Calibration.MeanSquaredError;
    if (wide && counts) {
      fields
          .key("calibration")
          .ifPresent(
              key ->
                  problems.add(
                      key.problem(
                          "entropy and mse weigh 256 levels; 16-bit activations have 65536",
                          "write calibration: minmax")));
      return false;
    }
    if (!step.form().symmetry().ofWeights() && step.weights() == Granularity.PER_CHANNEL) {
      fields
          .key("symmetric")
          .ifPresent(
              key ->
                  problems.add(
                      key.problem(
                          "weights with a zero point have one for the whole tensor, as the"
                              + " runtime's integer Conv takes no other",
                          "write weights: per-tensor, or symmetric: weights")));
      return false;
    }
    return true;
  }
}
