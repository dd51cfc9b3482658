package dev.touchstone.reports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.baselines.Verdict;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HeatMapTest {

  private static String map(Verdict verdict) {
    Html html = new Html();
    HeatMap.of(verdict).forEach(map -> map.write(html));
    return html.toString();
  }

  private static List<String> all(String regex, String text) {
    return Pattern.compile(regex).matcher(text).results().map(m -> m.group(1)).toList();
  }

  @Test
  void putsTheWorstSliceFirst() {
    assertThat(all("class=\"row\">([^<]+)<", map(Verdicts.fail())))
        .containsExactly("crack", "inclusion", "scratch", "clean", "scale", "pit");
  }

  @Test
  void saysInWordsWhatTheTintSays() {
    assertThat(all("<td class=\"cell worse4\">(.*?)</td>", map(Verdicts.fail())))
        .singleElement()
        .asString()
        .contains("<b>✗ FAIL</b> 83.10 %")
        .contains("+8.3\u00a0pp");
  }

  @Test
  void foldsAwayOnlySlicesThatAllPassed() {
    String map = map(LargeVerdicts.many());
    assertThat(all("class=\"row\">([^<]+)<", map)).hasSize(77).doesNotHaveDuplicates();
    int folded = map.indexOf("<details>");
    assertThat(folded).isPositive();
    assertThat(map.substring(0, folded)).contains("✗ FAIL").contains("? INCONCLUSIVE");
    assertThat(map.substring(folded)).contains("✓ PASS").doesNotContain("FAIL", "INCONCLUSIVE");
  }
}
