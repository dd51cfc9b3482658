package dev.touchstone.scenarios;

import dev.touchstone.scenarios.Step.Calibration;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Writes a recipe as YAML, with every default written out, so that equal recipes have equal texts
 * and a text says all about how a candidate was made. {@link RecipeReader} reads it back to an
 * equal recipe.
 */
public final class RecipeWriter {

  private RecipeWriter() {}

  /** The recipe as a YAML document that ends with a line feed. */
  public static String yaml(Recipe recipe) {
    StringBuilder yaml = new StringBuilder();
    yaml.append("name: ").append(quoted(recipe.name())).append('\n');
    if (recipe.calibrationCheck() == CalibrationCheck.STRICT) {
      yaml.append("calibration-check: strict\n"); // else not: it changes nothing that is made
    }
    yaml.append("steps:\n");
    for (Step step : recipe.steps()) {
      yaml.append("  - ").append(step(step)).append('\n');
    }
    return yaml.toString();
  }

  /** Each step by itself, as the recipe has it. */
  public static List<String> steps(Recipe recipe) {
    return recipe.steps().stream().map(RecipeWriter::step).toList();
  }

  static String step(Step step) {
    if (step instanceof Step.QuantizeDynamic dynamic) {
      return "{quantize: {scheme: dynamic, weights: "
          + word(dynamic.weights())
          + nodes(dynamic.nodes())
          + "}}";
    }
    if (step instanceof Step.QuantizeStatic fixed) {
      return fixed(fixed);
    }
    if (step instanceof PruneStructured prune) {
      return PruneText.of(prune);
    }
    if (step instanceof PruneUnstructured prune) {
      return PruneText.of(prune);
    }
    if (step instanceof LowRank lowRank) {
      return PruneText.of(lowRank);
    }
    if (step instanceof QuantizeWeights weights) {
      return weights(weights);
    }
    if (step instanceof Convert convert) {
      return convert(convert);
    }
    if (step instanceof Packaging packaging) {
      return packaging(packaging);
    }
    if (step instanceof Fuse fuse) {
      return "{fuse: {level: " + word(fuse.level()) + "}}";
    }
    return AccuracySteps.yaml(step).orElse("{fold: {}}");
  }

  private static String weights(QuantizeWeights step) {
    String form =
        step.form() instanceof QuantizeWeights.Form.MatMulNBits own
            ? "matmul-nbits, arithmetic: " + word(own.arithmetic())
            : "dequantize-linear";
    return "{quantize: {scheme: weights, bits: "
        + step.blocks().bits()
        + ", block-size: "
        + step.blocks().size()
        + ", symmetric: "
        + (step.blocks().zero() == QuantizeWeights.Zero.SYMMETRIC)
        + ", format: "
        + form
        + ", method: "
        + word(step.rounding())
        + ", embeddings: "
        + (step.tables() == QuantizeWeights.Tables.QUANTIZED)
        + nodes(step.nodes())
        + "}}";
  }

  private static String fixed(Step.QuantizeStatic step) {
    QuantizedForm form = step.form();
    return "{quantize: {scheme: static, format: "
        + word(form.notation())
        + ", weights: "
        + word(step.weights())
        + ", weight-type: "
        + word(form.weights())
        + ", activations: "
        + word(form.activations())
        + ", symmetric: "
        + word(form.symmetry())
        + ", calibration: "
        + calibration(step.calibration())
        + ", reduce-range: "
        + word(step.reduceRange())
        + ", islands: "
        + word(form.islands())
        + nodes(step.nodes())
        + "}}";
  }

  private static String convert(Convert step) {
    if (step instanceof Convert.ToHalf half) {
      return "{convert: {to: fp16, keep: "
          + list(half.keep())
          + ", inputs-outputs: "
          + (half.border() == Convert.Border.FLOAT ? "float" : "fp16")
          + ", overflow: "
          + word(half.overflow())
          + "}}";
    }
    Convert.StoredHalf stored = (Convert.StoredHalf) step;
    return "{convert: {to: "
        + word(stored.half())
        + "-storage, keep: "
        + list(stored.keep())
        + "}}";
  }

  private static String packaging(Packaging step) {
    if (step instanceof Packaging.External external) {
      return "{package: {format: onnx, weights: external, align: " + external.alignment() + "}}";
    }
    if (step instanceof Packaging.OrtFormat ort) {
      return "{package: {format: ort, optimization: " + word(ort.optimization()) + "}}";
    }
    return "{package: {format: onnx, weights: inline}}";
  }

  private static String calibration(Calibration calibration) {
    if (calibration instanceof Calibration.MovingAverage average) {
      return "{moving-average: {newest: " + exact(average.newest()) + "}}";
    }
    if (calibration instanceof Calibration.MeanSquaredError) {
      return "mse";
    }
    if (calibration instanceof Calibration.Percentile percentile) {
      // As a fraction: a percentage would be divided by 100 again, and might come back changed.
      return "{percentile: " + exact(percentile.quantile()) + "}";
    }
    if (calibration instanceof Calibration.Entropy entropy) {
      return "{entropy: {bins: " + entropy.bins() + "}}";
    }
    return "minmax";
  }

  static String exact(double value) {
    return new BigDecimal(Double.toString(value)).toPlainString();
  }

  static String nodes(NodeFilter nodes) {
    return ", include: " + list(nodes.include()) + ", exclude: " + list(nodes.exclude());
  }

  private static String list(List<String> patterns) {
    return patterns.stream().map(RecipeWriter::quoted).collect(Collectors.joining(", ", "[", "]"));
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** A double-quoted YAML scalar; what cannot be printed is escaped. */
  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
              } else if (c < ' ' || c > '~') {
                quoted.append(String.format(Locale.ROOT, "\\U%08x", c));
              } else {
                quoted.appendCodePoint(c);
              }
            });
    return quoted.append('"').toString();
  }
}
