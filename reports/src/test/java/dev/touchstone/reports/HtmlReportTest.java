package dev.touchstone.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class HtmlReportTest extends ReportFormatContract {

  @Override
  ReportFormat format() {
    return new HtmlReport();
  }

  private String page(String name) throws IOException {
    format().render(verdict(name), folder);
    return Files.readString(folder.resolve("report.html"));
  }

  /** The page closes what it opens; only {@code meta} and the document type are not XML. */
  private static Document parse(String page) throws Exception {
    String xml =
        page.replaceFirst("<!DOCTYPE html>\n", "").replaceAll("(<meta [^>]*[^/])>", "$1/>");
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }

  @ParameterizedTest
  @MethodSource("verdicts")
  void isWellFormed(String name) throws Exception {
    Document document = parse(page(name));
    assertThat(document.getElementsByTagName("h1").getLength()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("verdicts")
  void needsNeitherScriptNorNetwork(String name) throws Exception {
    String page = page(name);
    assertThat(parse(page).getElementsByTagName("script").getLength()).isZero();
    assertThat(Pattern.compile("\\b(src=|href=\"[^#])|url\\(|@import").matcher(page).find())
        .isFalse();
    assertThat(page.replace("http://www.w3.org/2000/svg", "")).doesNotContain("http");
  }

  @ParameterizedTest
  @MethodSource("verdicts")
  void holdsNoCoordinateThatIsNoNumber(String name) throws IOException {
    assertThat(page(name)).doesNotContain("NaN").doesNotContain("=\"Infinity");
  }

  @Test
  void showsEveryKindOfEvidence() throws Exception {
    Document document = parse(page("fail"));
    // small intervals: 5 in the table. Pictures, each for two widths: 3 fronts, forest, latency,
    // 2 comparisons, cold start, memory.
    assertThat(document.getElementsByTagName("figure").getLength()).isEqualTo(9);
    assertThat(document.getElementsByTagName("svg").getLength()).isEqualTo(5 + 2 * 9);
  }

  @Test
  void saysInWordsWhatColorsSay() throws IOException {
    assertThat(page("fail")).contains("✗ FAIL").contains("✓ PASS");
    assertThat(page("inconclusive")).contains("? INCONCLUSIVE").contains("needs 412 more");
    assertThat(page("invalid")).contains("! INVALID").contains("throttled in 7 of 20");
    assertThat(page("with-faults")).contains("is not a registered operator");
  }
}
