package dev.touchstone.reports;

import java.util.List;

/** All formats. */
public final class Reports {

  private Reports() {}

  /** Every format in the order in which they are written: what people open first comes last. */
  public static List<ReportFormat> all() {
    return List.of(
        new CsvReport(),
        new JsonReport(),
        new JunitReport(),
        new SarifReport(),
        new CodeQualityReport(),
        new MetricsReport(),
        new MarkdownReport(),
        new AllureResults(),
        new AllureReport(),
        new TextReport(),
        new HtmlReport());
  }
}
