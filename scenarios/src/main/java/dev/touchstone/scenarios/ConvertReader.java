package dev.touchstone.scenarios;

import dev.touchstone.scenarios.Convert.Border;
import dev.touchstone.scenarios.Convert.Half;
import dev.touchstone.scenarios.Convert.Overflow;
import dev.touchstone.scenarios.problem.Problems;
import dev.touchstone.scenarios.yaml.Fields;
import dev.touchstone.scenarios.yaml.Variant;
import dev.touchstone.scenarios.yaml.YamlNode;
import java.util.List;
import java.util.Optional;

/** Reads {@code convert} steps. */
final class ConvertReader {

  private static final List<String> TARGETS = List.of("fp16", "fp16-storage", "bf16-storage");
  private static final List<String> TO_HALF = List.of("to", "keep", "inputs-outputs", "overflow");
  private static final List<String> STORED = List.of("to", "keep");

  private final Problems problems;

  ConvertReader(Problems problems) {
    this.problems = problems;
  }

  /** Reads {@code {convert: {to: ...}}}. */
  Optional<Step> step(Variant variant) {
    // Opened with every key first: which of them are allowed depends on the target.
    Optional<String> to = variant.peek("to").flatMap(this::target);
    boolean stored = to.filter(t -> t.endsWith("-storage")).isPresent();
    Fields fields = variant.fields("a convert step", stored ? STORED : TO_HALF);
    fields.require("to");
    Optional<List<String>> keep = NodeFilterReader.patterns(fields, "keep", problems);
    if (stored) {
      Half half = to.get().equals("bf16-storage") ? Half.BF16 : Half.FP16;
      return keep.map(k -> new Convert.StoredHalf(half, k));
    }
    Optional<Border> border =
        word(fields, "inputs-outputs", List.of("float", "fp16"), "float")
            .map(w -> w.equals("float") ? Border.FLOAT : Border.HALF);
    Optional<Overflow> overflow =
        word(fields, "overflow", List.of("weights", "samples"), "weights")
            .map(w -> w.equals("weights") ? Overflow.WEIGHTS : Overflow.SAMPLES);
    if (to.isEmpty() || keep.isEmpty()) {
      return Optional.empty();
    }
    return border.flatMap(b -> overflow.map(o -> new Convert.ToHalf(keep.get(), b, o)));
  }

  private Optional<String> target(YamlNode node) {
    return Fields.scalar(node, "fp16, fp16-storage or bf16-storage", problems)
        .flatMap(value -> Fields.word(value, TARGETS, problems));
  }

  private static Optional<String> word(
      Fields fields, String key, List<String> words, String otherwise) {
    return fields.has(key) ? fields.word(key, words) : Optional.of(otherwise);
  }
}
