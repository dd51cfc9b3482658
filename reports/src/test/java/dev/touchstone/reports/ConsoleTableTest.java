package dev.touchstone.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleTableTest {

  static Stream<String> verdicts() {
    return Verdicts.names();
  }

  private static String render(String name, int width) {
    return ConsoleTable.render(Verdicts.named(name), false, width);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pass", "fail", "inconclusive", "invalid", "with-faults", "two-loads"})
  void looksAsItWasApproved(String name) throws IOException {
    String file = "console-" + name + ".txt";
    try (InputStream golden =
        Objects.requireNonNull(ConsoleTableTest.class.getResourceAsStream(file), file)) {
      assertThat(render(name, 100))
          .isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @ParameterizedTest
  @MethodSource("verdicts")
  void fitsTheWidthUnlessANameIsHostile(String name) {
    if (!name.equals("hostile")) {
      assertThat(render(name, 100).lines()).allMatch(l -> Plain.width(l) <= 100);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 40, 60, 80, 100, 200})
  void neverPartsANumberFromItsUnit(int width) {
    String text = render("fail", width);
    assertThat(Pattern.compile("\\d\\n\\s*(pp|%|µs|ms|KiB|MiB)\\b").matcher(text).find()).isFalse();
    assertThat(text).contains("[+6.5, +10.7]").contains("[447 µs, 458 µs]").contains("8.30 pp");
  }

  @Test
  void colorsOnlyIfAsked() {
    String plain = render("fail", 100);
    String colored = ConsoleTable.render(Verdicts.fail(), true, 100);
    assertThat(plain).doesNotContain("\u001b");
    assertThat(colored).contains("\u001b[1;31m");
    assertThat(colored.replaceAll("\u001b\\[[0-9;]*m", "").replaceAll(" +\n", "\n"))
        .isEqualTo(plain);
  }

  @Test
  void letsNoNameSteerTheTerminal() {
    String text = render("hostile", 100);
    assertThat(text.codePoints().filter(c -> c < ' ' && c != '\n').toArray()).isEmpty();
    assertThat(text).doesNotContain("\u202e").contains("\\u001b[31m");
  }

  @Test
  void rollsUpSlicesThatPassAndShowsThoseThatDoNot() {
    assertThat(render("pass", 100)).contains("each class: 6 of 6 pass, worst inclusion loss");
    assertThat(render("fail", 100)).contains("5 of 6 pass").contains("✗ FAIL    class=crack");
  }
}
