package dev.touchstone.reports;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReportsTest {

  @Test
  void listsEveryFormatOnceAndThePageLast() {
    assertThat(Reports.all()).extracting(ReportFormat::name).doesNotHaveDuplicates().hasSize(11);
    assertThat(Reports.all()).extracting(ReportFormat::output).doesNotHaveDuplicates();
    assertThat(Reports.all().get(10)).isInstanceOf(HtmlReport.class);
  }
}
