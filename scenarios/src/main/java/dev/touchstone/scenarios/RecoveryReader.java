package dev.touchstone.scenarios;

import dev.touchstone.scenarios.problem.Problems;
import dev.touchstone.scenarios.yaml.Fields;
import dev.touchstone.scenarios.yaml.Variant;
import dev.touchstone.scenarios.yaml.YamlScalar;
import java.util.List;
import java.util.Optional;

/** Reads the steps that win accuracy back: before quantization and behind it. */
final class RecoveryReader {

  private static final int MOST_SAMPLES = Integer.MAX_VALUE;

  private final Problems problems;

  RecoveryReader(Problems problems) {
    this.problems = problems;
  }

  /** Reads {@code equalize}, {@code smooth-quant}, {@code correct-bias} or {@code round}. */
  Optional<Step> step(Variant variant) {
    return switch (variant.name()) {
      case "equalize" -> equalize(variant);
      case "smooth-quant" -> smooth(variant);
      case "correct-bias" -> correct(variant);
      default -> round(variant);
    };
  }

  private Optional<Step> equalize(Variant variant) {
    Fields fields = variant.fields("an equalize step", List.of("sweeps", "include", "exclude"));
    Optional<Integer> sweeps = integer(fields, "sweeps", 1000, Equalize.DEFAULT_SWEEPS);
    Optional<NodeFilter> nodes = NodeFilterReader.read(fields, problems);
    return sweeps.flatMap(s -> nodes.map(n -> new Equalize(s, n)));
  }

  private Optional<Step> smooth(Variant variant) {
    Fields fields =
        variant.fields("a smooth-quant step", List.of("alpha", "otherwise", "include", "exclude"));
    Optional<Double> alpha = share(fields, "alpha", SmoothQuant.DEFAULT_ALPHA);
    Optional<SmoothQuant.Otherwise> otherwise =
        fields.has("otherwise")
            ? fields
                .word("otherwise", List.of("leave", "multiply"))
                .map(
                    w ->
                        w.equals("leave")
                            ? SmoothQuant.Otherwise.LEAVE
                            : SmoothQuant.Otherwise.MULTIPLY)
            : Optional.of(SmoothQuant.Otherwise.LEAVE);
    Optional<NodeFilter> nodes = NodeFilterReader.read(fields, problems);
    return alpha.flatMap(a -> otherwise.flatMap(o -> nodes.map(n -> new SmoothQuant(a, o, n))));
  }

  private Optional<Step> correct(Variant variant) {
    Fields fields =
        variant.fields("a correct-bias step", List.of("method", "samples", "include", "exclude"));
    Optional<CorrectBias.Method> method =
        fields.has("method")
            ? fields
                .word("method", List.of("analytic", "empirical"))
                .map(
                    w ->
                        w.equals("analytic")
                            ? CorrectBias.Method.ANALYTIC
                            : CorrectBias.Method.EMPIRICAL)
            : Optional.of(CorrectBias.Method.EMPIRICAL);
    Optional<Integer> samples =
        integer(fields, "samples", MOST_SAMPLES, CorrectBias.DEFAULT_SAMPLES);
    Optional<NodeFilter> nodes = NodeFilterReader.read(fields, problems);
    return method.flatMap(m -> samples.flatMap(s -> nodes.map(n -> new CorrectBias(m, s, n))));
  }

  private Optional<Step> round(Variant variant) {
    Fields fields =
        variant.fields(
            "a round step", List.of("samples", "sweeps", "damping", "include", "exclude"));
    Optional<Integer> samples =
        integer(fields, "samples", MOST_SAMPLES, RoundWeights.DEFAULT_SAMPLES);
    Optional<Integer> sweeps = integer(fields, "sweeps", 100, RoundWeights.DEFAULT_SWEEPS);
    Optional<Double> damping = share(fields, "damping", RoundWeights.DEFAULT_DAMPING);
    Optional<NodeFilter> nodes = NodeFilterReader.read(fields, problems);
    return samples.flatMap(
        s ->
            sweeps.flatMap(
                w -> damping.flatMap(d -> nodes.map(n -> new RoundWeights(s, w, d, n)))));
  }

  private static Optional<Integer> integer(Fields fields, String key, int most, int otherwise) {
    return fields.has(key) ? fields.integer(key, 1, most) : Optional.of(otherwise);
  }

  private Optional<Double> share(Fields fields, String key, double otherwise) {
    if (!fields.has(key)) {
      return Optional.of(otherwise);
    }
    Optional<YamlScalar> value = fields.scalar(key);
    return value
        .flatMap(v -> new QuantityReader(problems).quantity(v, Unit.FRACTION, key))
        .map(Quantity::value);
  }
}
