package dev.touchstone.recipes.anatomy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * One line of a table that sets a candidate beside what it was made of.
 *
 * @param what is counted
 * @param before in the reference
 * @param after in the candidate
 * @param change such as {@code -74.5 %}; blank if there is none
 */
public record Payoff(String what, String before, String after, String change) {

  /** The lines that tell whether compression paid in the file; speed is a matter of measuring. */
  public static List<Payoff> of(Anatomy before, Anatomy after) {
    List<Payoff> rows = new ArrayList<>();
    rows.add(row("bytes", before, after, a -> a.header().bytes()));
    rows.add(row("bytes of weights", before, after, a -> a.weights().bytes()));
    rows.add(row("parameters", before, after, a -> a.weights().parameters()));
    rows.add(row("multiply-accumulates", before, after, Anatomy::macs));
    rows.add(row("of these written for 8 bits", before, after, a -> a.macs(Precision.INT8)));
    if (before.peakActivationBytes().isPresent() && after.peakActivationBytes().isPresent()) {
      rows.add(
          row(
              "activations at the most, bytes",
              before,
              after,
              a -> a.peakActivationBytes().orElse(0)));
    }
    rows.add(row("nodes", before, after, a -> a.operations().size()));
    rows.add(row("QuantizeLinear nodes", before, after, a -> a.count("QuantizeLinear")));
    rows.add(row("DequantizeLinear nodes", before, after, a -> a.count("DequantizeLinear")));
    rows.add(
        row("DynamicQuantizeLinear nodes", before, after, a -> a.count("DynamicQuantizeLinear")));
    rows.add(row("Cast nodes", before, after, a -> a.count("Cast")));
    rows.removeIf(row -> row.before().equals("0") && row.after().equals("0"));
    return List.copyOf(rows);
  }

  private static Payoff row(
      String what, Anatomy before, Anatomy after, ToLongFunction<Anatomy> number) {
    long old = number.applyAsLong(before);
    long now = number.applyAsLong(after);
    String change =
        old == now || old == 0
            ? ""
            : String.format(Locale.ROOT, "%+.1f %%", 100.0 * (now - old) / old);
    return new Payoff(
        what,
        String.format(Locale.ROOT, "%,d", old),
        String.format(Locale.ROOT, "%,d", now),
        change);
  }
}
