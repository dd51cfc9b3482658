package dev.touchstone.cli;

import dev.touchstone.recipes.difference.LayerDifference;
import dev.touchstone.recipes.difference.ModelDifference;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What {@code diff} says of two models, as text. */
final class DifferenceReport {

  private DifferenceReport() {}

  /**
   * The table and the answer.
   *
   * @param least a layer below so many dB goes wrong
   */
  static String render(ModelDifference difference, double least) {
    StringBuilder out = new StringBuilder();
    TextTable table =
        new TextTable("layer", "operator", ">SNR dB", ">added noise", ">largest difference", "");
    for (LayerDifference layer : difference.layers()) {
      table.row(
          Printable.end(layer.tensor()),
          Printable.of(layer.operator()),
          layer.isComparable() ? decibels(layer.signalToNoiseDb()) : "?",
          layer.addedNoise() > 0 ? percent(layer.addedNoise()) : "",
          layer.isComparable() ? number("%.3g", layer.largest()) : layer.sizes(),
          mark(layer, least));
    }
    out.append(table.render()).append('\n');
    answer(out, difference, least);
    return out.toString();
  }

  private static String mark(LayerDifference layer, double least) {
    String output = layer.output() ? "output" : "";
    boolean wrong = layer.isComparable() && layer.signalToNoiseDb() < least;
    return wrong ? (output + " below " + number("%.0f", least) + " dB").strip() : output;
  }

  private static void answer(StringBuilder out, ModelDifference difference, double least) {
    List<LayerDifference> layers = difference.layers();
    long equal =
        layers.stream().filter(l -> l.signalToNoiseDb() == Double.POSITIVE_INFINITY).count();
    out.append(
        String.format(
            Locale.ROOT,
            "  %d layers compared on %d %s, %d of them equal bit for bit; %d of the first model"
                + " have no counterpart%n",
            layers.size(),
            difference.samples(),
            difference.samples() == 1 ? "sample" : "samples",
            equal,
            difference.unmatched()));
    Optional<LayerDifference> wrong = difference.firstBelow(least);
    out.append(
        wrong
            .map(
                l ->
                    "  first layer below %s dB: %s (%s), %s dB%n"
                        .formatted(
                            number("%.0f", least),
                            Printable.of(l.tensor()),
                            Printable.of(l.operator()),
                            decibels(l.signalToNoiseDb())))
            .orElse("  no layer is below %s dB%n".formatted(number("%.0f", least))));
    difference
        .noisiest()
        .ifPresent(
            l ->
                out.append(
                    "  most noise is added at %s (%s): %s of its signal's power%n"
                        .formatted(
                            Printable.of(l.tensor()),
                            Printable.of(l.operator()),
                            percent(l.addedNoise()))));
  }

  private static String percent(double fraction) {
    return fraction < 1e-6 ? "< 0.0001 %" : number("%.3g", 100 * fraction) + " %";
  }

  private static String decibels(double value) {
    if (value == Double.POSITIVE_INFINITY) {
      return "equal";
    }
    return value == Double.NEGATIVE_INFINITY ? "not finite" : number("%.1f", value);
  }

  private static String number(String format, double value) {
    return Double.isInfinite(value) ? "infinite" : String.format(Locale.ROOT, format, value);
  }
}
