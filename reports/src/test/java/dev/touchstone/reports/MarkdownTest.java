package dev.touchstone.reports;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkdownTest {

  @Test
  void takesTheMeaningFromMarkup() {
    assertThat(Markdown.escape("<b>|*_`[x](y)$&"))
        .isEqualTo("&lt;b&gt;\\|\\*\\_\\`\\[x\\](y)\\$&amp;");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "@me,    &#64;&#8203;me",
    "#12,    \\#&#8203;12",
    "group/project!7, group/project\\!&#8203;7",
    "~bug,   \\~&#8203;bug"
  })
  void keepsANameFromCallingSomebodyOrPointingSomewhere(String name, String written) {
    assertThat(Markdown.escape(name)).isEqualTo(written);
  }

  @Test
  void keepsEverythingOnOneLine() {
    // GitLab carries out a line that begins with a slash, such as /close.
    assertThat(Markdown.escape("name\n/close\r\n")).isEqualTo("name\\\\n/close\\\\r\\\\n");
  }
}
