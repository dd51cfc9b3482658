package dev.touchstone.scenarios;

import dev.touchstone.scenarios.problem.Problems;
import dev.touchstone.scenarios.yaml.Variant;
import dev.touchstone.scenarios.yaml.YamlNode;
import java.util.List;
import java.util.Optional;

/** Reads one step of a recipe; each kind of step has a reader of its own. */
final class StepReader {

  private static final List<String> STEPS =
      List.of(
          "fold",
          "fuse",
          "equalize",
          "smooth-quant",
          "prune",
          "low-rank",
          "quantize",
          "round",
          "correct-bias",
          "search",
          "convert",
          "package");

  private final Problems problems;

  StepReader(Problems problems) {
    this.problems = problems;
  }

  /** Reads {@code fold}, {@code {fold: {}}} or {@code {quantize: {...}}}. */
  Optional<Step> step(YamlNode node) {
    return Variant.of(node, "a step", STEPS, problems)
        .flatMap(
            variant ->
                switch (variant.name()) {
                  case "fuse" -> FuseReader.step(variant);
                  case "quantize" -> new QuantizeReader(problems).step(variant);
                  case "prune" -> new PruneReader(problems).step(variant);
                  case "low-rank" -> new LowRankReader(problems).step(variant);
                  case "equalize", "smooth-quant", "correct-bias", "round" ->
                      new RecoveryReader(problems).step(variant);
                  case "search" -> new SearchReader(problems).step(variant);
                  case "convert" -> new ConvertReader(problems).step(variant);
                  case "package" -> new PackagingReader(problems).step(variant);
                  default -> fold(variant);
                });
  }

  private static Optional<Step> fold(Variant variant) {
    variant.fields("a fold step", List.of());
    return Optional.of(new Step.Fold());
  }
}
