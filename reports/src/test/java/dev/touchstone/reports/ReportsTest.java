package dev.touchstone.reports;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReportsTest {

  @Test
  void listsEveryFormatOnceAndThePageLast() {
    assertThat(Reports.all()).extracting(ReportFormat::name).doesNotHaveDuplicates().hasSize(8);
    assertThat(Reports.all()).extracting(ReportFormat::output).doesNotHaveDuplicates();
    assertThat(Reports.all().get(7)).isInstanceOf(HtmlReport.class);
  }
}
