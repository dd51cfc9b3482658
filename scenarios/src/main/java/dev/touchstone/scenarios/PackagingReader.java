package dev.touchstone.scenarios;

import dev.touchstone.scenarios.Packaging.External;
import dev.touchstone.scenarios.Packaging.Inline;
import dev.touchstone.scenarios.Packaging.Optimization;
import dev.touchstone.scenarios.Packaging.OrtFormat;
import dev.touchstone.scenarios.problem.Problems;
import dev.touchstone.scenarios.yaml.Fields;
import dev.touchstone.scenarios.yaml.Variant;
import dev.touchstone.scenarios.yaml.YamlNode;
import java.util.List;
import java.util.Optional;

/** Reads {@code package} steps. */
final class PackagingReader {

  private static final List<String> FORMATS = List.of("onnx", "ort");
  private static final List<String> ONNX = List.of("format", "weights", "align");
  private static final List<String> ORT = List.of("format", "optimization");
  private static final List<String> WEIGHTS = List.of("inline", "external");
  private static final List<String> ALIGNMENTS =
      List.of(
          "16", "32", "64", "128", "256", "512", "1024", "2048", "4096", "8192", "16384", "32768",
          "65536");

  private final Problems problems;

  PackagingReader(Problems problems) {
    this.problems = problems;
  }

  /** Reads {@code {package: {...}}}. */
  Optional<Step> step(Variant variant) {
    // Opened with every key first: which of them are allowed depends on the format.
    boolean ort = variant.peek("format").flatMap(this::format).filter("ort"::equals).isPresent();
    Fields fields =
        variant.fields(ort ? "a package step of format ort" : "a package step", ort ? ORT : ONNX);
    if (ort) {
      return optimization(fields).map(OrtFormat::new);
    }
    boolean formatIsWrong =
        fields.has("format") && fields.node("format").flatMap(this::format).isEmpty();
    Optional<Step> step = onnx(fields);
    return formatIsWrong ? Optional.empty() : step;
  }

  private Optional<Step> onnx(Fields fields) {
    Optional<String> weights =
        fields.has("weights") ? fields.word("weights", WEIGHTS) : Optional.of("inline");
    Optional<Integer> alignment =
        fields.has("align")
            ? fields.word("align", ALIGNMENTS).map(Integer::valueOf)
            : Optional.of(External.DEFAULT_ALIGNMENT);
    if (weights.filter("external"::equals).isPresent()) {
      return alignment.map(External::new);
    }
    if (weights.isPresent() && fields.has("align")) {
      problems.add(
          fields
              .node("align")
              .orElseThrow()
              .problem(
                  "weights inside the ONNX file have no alignment",
                  "leave it out, or write weights: external"));
      return Optional.empty();
    }
    return weights.map(w -> new Inline());
  }

  private static Optional<Optimization> optimization(Fields fields) {
    if (!fields.has("optimization")) {
      return Optional.of(Optimization.BASIC);
    }
    return fields
        .word("optimization", List.of("none", "basic", "extended"))
        .map(w -> Optimization.valueOf(w.toUpperCase(java.util.Locale.ROOT)));
  }

  private Optional<String> format(YamlNode node) {
    return Fields.scalar(node, "onnx or ort", problems)
        .flatMap(value -> Fields.word(value, FORMATS, problems));
  }
}
