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
    yaml.append("name: ").append(quoted(recipe.name())).append("\nsteps:\n");
    for (Step step : recipe.steps()) {
      yaml.append("  - ").append(step(step)).append('\n');
    }
    return yaml.toString();
  }

  private static String step(Step step) {
    if (step instanceof Step.QuantizeDynamic dynamic) {
      return "{quantize: {scheme: dynamic, weights: "
          + word(dynamic.weights())
          + nodes(dynamic.nodes())
          + "}}";
    }
    if (step instanceof Step.QuantizeStatic fixed) {
      return "{quantize: {scheme: static, weights: "
          + word(fixed.weights())
          + ", calibration: "
          + calibration(fixed.calibration())
          + ", reduce-range: "
          + word(fixed.reduceRange())
          + nodes(fixed.nodes())
          + "}}";
    }
    return "{fold: {}}";
  }

  private static String calibration(Calibration calibration) {
    if (calibration instanceof Calibration.Percentile percentile) {
      // As a fraction: a percentage would be divided by 100 again, and might come back changed.
      return "{percentile: " + exact(percentile.quantile()) + "}";
    }
    if (calibration instanceof Calibration.Entropy entropy) {
      return "{entropy: {bins: " + entropy.bins() + "}}";
    }
    return "minmax";
  }

  private static String exact(double value) {
    return new BigDecimal(Double.toString(value)).toPlainString();
  }

  private static String nodes(NodeFilter nodes) {
    return ", include: " + list(nodes.include()) + ", exclude: " + list(nodes.exclude());
  }

  private static String list(List<String> patterns) {
    return patterns.stream().map(RecipeWriter::quoted).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String word(Enum<?> constant) {
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
