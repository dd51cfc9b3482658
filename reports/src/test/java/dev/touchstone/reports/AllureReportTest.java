package dev.touchstone.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class AllureReportTest extends ReportFormatContract {

  private static final Pattern EMBEDDED = Pattern.compile("d\\('([^']+)','([^']*)'\\)");

  @Override
  ReportFormat format() {
    return new AllureReport();
  }

  private String page(String name) throws IOException {
    format().render(verdict(name), folder);
    return Files.readString(folder.resolve("allure-report/index.html"));
  }

  private static String embedded(String page, String file) {
    Matcher matcher = EMBEDDED.matcher(page);
    while (matcher.find()) {
      if (matcher.group(1).equals(file)) {
        return new String(Base64.getDecoder().decode(matcher.group(2)), StandardCharsets.UTF_8);
      }
    }
    throw new AssertionError(file + " is not in the page");
  }

  /**
   * The template's own scripts come as base64, so whatever a browser would fetch stands in clear.
   */
  @Test
  void fetchesNothing() throws IOException {
    String page = page("fail");
    Matcher links = Pattern.compile("(?:src|href)=\"([^\"]{0,12})").matcher(page);
    assertThat(links.results().map(m -> m.group(1)))
        .isNotEmpty()
        .allMatch(l -> l.startsWith("data:"));
    assertThat(page)
        .doesNotContain("googletagmanager")
        .doesNotContain("gtag")
        .doesNotContain("http");
  }

  @Test
  void loadsNoFontAndNoScriptFromItsStyleSheetsAndScripts() throws IOException {
    Matcher embedded =
        Pattern.compile("data:text/(?:css|javascript);base64,([A-Za-z0-9+/=]+)")
            .matcher(page("pass"));
    int seen = 0;
    while (embedded.find()) {
      String text =
          new String(Base64.getDecoder().decode(embedded.group(1)), StandardCharsets.UTF_8);
      assertThat(Pattern.compile("url\\([\"']?https?:|@import").matcher(text).find()).isFalse();
      assertThat(text).doesNotContain("google-analytics").doesNotContain("googletagmanager");
      seen++;
    }
    assertThat(seen).isEqualTo(2);
  }

  @Test
  void showsEveryFindingAndTheRunItself() throws IOException {
    String page = page("fail");
    assertThat(embedded(page, "widgets/summary.json")).contains("\"failed\":1", "\"passed\":11");
    assertThat(embedded(page, "data/suites.json"))
        .contains("quality.recall vs deployed class=crack");
    assertThat(embedded(page, "data/categories.json"))
        .contains("Regression: worse than a baseline");
    assertThat(embedded(page, "widgets/environment.json")).contains("Cortex-A72");
  }

  @Test
  void leavesNoMarkupOfANameInThePage() throws IOException {
    assertThat(page("hostile")).doesNotContain("alert('x')").doesNotContain("<script>alert");
  }
}
