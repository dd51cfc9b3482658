package dev.touchstone.reports;

import dev.touchstone.baselines.LoadSlice;
import dev.touchstone.baselines.SoloObservations;
import dev.touchstone.baselines.Verdict;
import dev.touchstone.scenarios.Loss;
import dev.touchstone.scenarios.Unit;
import java.util.List;
import org.HdrHistogram.Histogram;

/** The slices of a sustained load: whether a model keeps its pace when it is warm. */
final class SustainedTable {

  private SustainedTable() {}

  /** A table for each arm that ran one. */
  static void write(Html html, Verdict verdict) {
    List<SoloObservations> sustained =
        verdict.run().solo().stream().filter(s -> !s.slices().isEmpty()).toList();
    if (sustained.isEmpty()) {
      return;
    }
    html.section("Sustained load");
    for (SoloObservations solo : sustained) {
      html.element("h3", solo.arm()).raw("\n<div class=\"scroll\" tabindex=\"0\"><table>\n");
      HtmlTables.head(
          html, "time", "queries.num", "p50.num", "p95.num", "p99.num", "p50 to first.num", "CPU");
      double first = median(solo.slices().get(0));
      solo.slices().forEach(slice -> row(html, slice, first));
      html.raw("</table></div>\n");
    }
    html.element("p.soft.small", "Latency of the queries that ended in each slice of the time.");
    html.raw("\n");
  }

  private static void row(Html html, LoadSlice slice, double first) {
    Histogram times = slice.histogram();
    boolean empty = times.getTotalCount() == 0;
    html.raw("<tr>").element("td", slice.name().substring("time=".length()));
    html.element("td.num", Long.toString(times.getTotalCount()));
    for (double percentile : new double[] {50, 95, 99}) {
      double value = (double) times.getValueAtPercentile(percentile);
      html.element("td.num", empty ? Wording.ABSENT : Numbers.quantity(value, Unit.NANOSECOND));
    }
    boolean comparable = !empty && first > 0;
    html.element(
        "td.num",
        comparable
            ? Numbers.signed(median(slice) / first - 1, Loss.Scale.RELATIVE)
            : Wording.ABSENT);
    html.element("td", String.join(", ", slice.throttled())).close("tr");
  }

  private static double median(LoadSlice slice) {
    return (double) slice.histogram().getValueAtPercentile(50);
  }
}
