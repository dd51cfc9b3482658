package dev.touchstone.recipes.search;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The sensitivity of each layer and what was decided of it, as comma-separated values (RFC 4180).
 */
final class SensitivityTable {

  private static final String HEADER =
      "layer,type,weights,macs,output_snr_db,output_kl_nats,loss,precision\n";

  private final List<Sensitivity> order;
  private final Set<SearchedLayer> inFloat;

  SensitivityTable(List<Sensitivity> order, Set<SearchedLayer> inFloat) {
    this.order = order;
    this.inFloat = inFloat;
  }

  /** The table, the most sensitive layer first. */
  String csv() {
    StringBuilder csv = new StringBuilder(HEADER);
    for (Sensitivity s : order) {
      csv.append(
          String.format(
              Locale.ROOT,
              "%s,%s,%d,%d,%s,%.6g,%.6g,%s%n",
              cell(s.layer().label()),
              s.layer().type(),
              s.layer().weights(),
              s.layer().macs(),
              Double.isInfinite(s.signalToNoiseDb())
                  ? "inf"
                  : String.format(Locale.ROOT, "%.3f", s.signalToNoiseDb()),
              s.divergence(),
              s.loss(),
              inFloat.contains(s.layer()) ? "float" : "low"));
    }
    return csv.toString().replace("\r\n", "\n");
  }

  private static String cell(String text) {
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
