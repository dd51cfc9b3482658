package dev.touchstone.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarkdownReportTest extends ReportFormatContract {

  @Override
  ReportFormat format() {
    return new MarkdownReport();
  }

  private String text(String name) throws IOException {
    format().render(verdict(name), folder);
    return Files.readString(folder.resolve("report.md"));
  }

  @Test
  void startsWithTheAnswer() throws IOException {
    assertThat(text("fail"))
        .startsWith(
            """
            ## ✗ FAIL: surface-defects on this-machine

            1 failed, 10 passed, of 11 checks.

            ### int8-careless

            | | check | value | baseline | loss [interval] | limit |
            |---|---|---:|---:|---:|---|
            | ✓ PASS | size | 113 KiB | – | – | ≤ 200 KiB |
            """)
        .contains("**FAIL** quality.recall vs deployed class=crack: Recall of crack fell");
  }

  @Test
  void keepsEveryRowAtTheWidthOfItsTable() throws IOException {
    List<String> rows = text("hostile").lines().filter(l -> l.startsWith("|")).toList();
    assertThat(rows).isNotEmpty();
    assertThat(rows)
        .allSatisfy(
            row -> assertThat(row.replaceAll("\\\\.", "").split("\\|", -1)).hasSizeBetween(6, 8));
  }
}
