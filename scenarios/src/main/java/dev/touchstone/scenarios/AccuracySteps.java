package dev.touchstone.scenarios;

import java.util.Optional;

/** How {@link RecipeWriter} writes the steps that win accuracy back or search for it. */
final class AccuracySteps {

  private AccuracySteps() {}

  /** The step as YAML; empty for a step of another kind. */
  static Optional<String> yaml(Step step) {
    if (step instanceof Equalize equalize) {
      return Optional.of(
          "{equalize: {sweeps: " + equalize.sweeps() + RecipeWriter.nodes(equalize.nodes()) + "}}");
    }
    if (step instanceof SmoothQuant smooth) {
      return Optional.of(
          "{smooth-quant: {alpha: "
              + RecipeWriter.exact(smooth.alpha())
              + ", otherwise: "
              + RecipeWriter.word(smooth.otherwise())
              + RecipeWriter.nodes(smooth.nodes())
              + "}}");
    }
    if (step instanceof CorrectBias correct) {
      return Optional.of(
          "{correct-bias: {method: "
              + RecipeWriter.word(correct.method())
              + ", samples: "
              + correct.samples()
              + RecipeWriter.nodes(correct.nodes())
              + "}}");
    }
    if (step instanceof RoundWeights round) {
      return Optional.of(
          "{round: {samples: "
              + round.samples()
              + ", sweeps: "
              + round.sweeps()
              + ", damping: "
              + RecipeWriter.exact(round.damping())
              + RecipeWriter.nodes(round.nodes())
              + "}}");
    }
    return step instanceof SearchMixedPrecision search
        ? Optional.of(yaml(search))
        : Optional.empty();
  }

  private static String yaml(SearchMixedPrecision search) {
    String quantize = RecipeWriter.step(search.quantize());
    Quantity size = search.target().size();
    return "{search: {mixed-precision: {"
        + quantize.substring(1, quantize.length() - 1) // "quantize: {...}" without its braces
        + ", judge-by: "
        + RecipeWriter.word(search.tolerance().judge())
        + ", max-loss: "
        + RecipeWriter.exact(search.tolerance().overall())
        + ", max-slice-loss: "
        + RecipeWriter.exact(search.tolerance().slice())
        + ", least-slice: "
        + search.tolerance().leastSlice()
        + ", max-size: "
        + RecipeWriter.exact(size.value())
        + (size.unit() == Unit.BYTE ? " B" : "")
        + ", max-latency: "
        + RecipeWriter.exact(search.target().latency())
        + ", samples: "
        + search.samples()
        + "}}}";
  }
}
