package dev.touchstone.scenarios;

import dev.touchstone.scenarios.PruneStructured.Control;
import dev.touchstone.scenarios.PruneUnstructured.Pattern;
import java.util.stream.Collectors;

/** Writes steps that leave weights out, for {@link RecipeWriter}. */
final class PruneText {

  private PruneText() {}

  static String of(PruneStructured step) {
    return "{prune: {structured: {ratio: "
        + RecipeWriter.exact(step.ratio())
        + ", units: "
        + step.units().stream().map(RecipeWriter::word).collect(Collectors.joining(", ", "[", "]"))
        + ", importance: "
        + RecipeWriter.word(step.ranking().importance())
        + ", scope: "
        + RecipeWriter.word(step.ranking().scope())
        + ", compensate: "
        + RecipeWriter.word(step.ranking().compensation())
        + ", round-to: "
        + step.rounding().multiple()
        + ", min-channels: "
        + step.rounding().least()
        + ", iterations: "
        + step.schedule().iterations()
        + ", control: "
        + control(step.schedule().control())
        + RecipeWriter.nodes(step.nodes())
        + "}}}";
  }

  static String of(PruneUnstructured step) {
    return "{prune: {unstructured: {"
        + pattern(step.pattern())
        + RecipeWriter.nodes(step.nodes())
        + "}}}";
  }

  static String of(LowRank step) {
    String limit =
        step.limit() instanceof LowRank.Limit.Rank rank
            ? "rank: " + rank.rank()
            : "energy: " + RecipeWriter.exact(((LowRank.Limit.Energy) step.limit()).share());
    return "{low-rank: {"
        + limit
        + ", least-elements: "
        + step.leastElements()
        + RecipeWriter.nodes(step.nodes())
        + "}}";
  }

  private static String control(Control control) {
    if (control instanceof Control.SignalToNoise floor) {
      return "{signal-to-noise: " + RecipeWriter.exact(floor.decibels()) + " dB}";
    }
    if (control instanceof Control.Agreement agreement) {
      return "{agreement: " + RecipeWriter.exact(agreement.share()) + "}";
    }
    return "none";
  }

  private static String pattern(Pattern pattern) {
    if (pattern instanceof Pattern.FewOfMany few) {
      return "pattern: \"" + few.kept() + ":" + few.of() + "\"";
    }
    if (pattern instanceof Pattern.AllTensors all) {
      return "sparsity: " + RecipeWriter.exact(all.sparsity()) + ", scope: global";
    }
    return "sparsity: "
        + RecipeWriter.exact(((Pattern.EachTensor) pattern).sparsity())
        + ", scope: local";
  }
}
