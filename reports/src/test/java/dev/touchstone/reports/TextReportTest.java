package dev.touchstone.reports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.baselines.Verdict;
import org.junit.jupiter.api.Test;

class TextReportTest extends ReportFormatContract {

  @Override
  ReportFormat format() {
    return new TextReport();
  }

  @Test
  void saysWhatATerminalShowsWithoutColor() {
    Verdict verdict = Verdicts.fail();
    format().render(verdict, folder);

    assertThat(folder.resolve("report.txt"))
        .hasContent(ConsoleTable.render(verdict, false, ConsoleTable.DEFAULT_WIDTH));
  }
}
