package dev.touchstone.reports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.ArmRole;
import dev.touchstone.baselines.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ComparisonTableTest {

  private static final Map<String, Supplier<Verdict>> ALL =
      Map.of(
          "better", Comparisons::better,
          "worse", Comparisons::worse,
          "undecided", Comparisons::undecided,
          "same", Comparisons::same,
          "refused", Comparisons::refused,
          "invalid", Comparisons::invalid);

  static Stream<String> names() {
    return ALL.keySet().stream().sorted();
  }

  private static Verdict verdict(String name) {
    return Objects.requireNonNull(ALL.get(name)).get();
  }

  @ParameterizedTest
  @MethodSource("names")
  void looksAsItWasApproved(String name) throws IOException {
    String file = "comparison-" + name + ".txt";
    try (InputStream golden =
        Objects.requireNonNull(ComparisonTableTest.class.getResourceAsStream(file), file)) {
      assertThat(ComparisonTable.render(verdict(name), false, 100))
          .isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void fitsTheWidthAndColorsOnlyIfAsked(String name) {
    String plain = ComparisonTable.render(verdict(name), false, 100);
    String colored = ComparisonTable.render(verdict(name), true, 100);

    assertThat(plain.lines()).allMatch(line -> Plain.width(line) <= 100);
    assertThat(colored.replaceAll("\u001b\\[[0-9;]*m", "").replaceAll(" +\n", "\n"))
        .isEqualTo(plain);
  }

  @Test
  void letsNoFileNameSteerTheTerminal() {
    Arm hostile = InventedRun.arm("x", ArmRole.CANDIDATE, "a\u001b[31m\n\u202e.onnx", 1, Map.of());

    assertThat(ArmLabels.of(List.of(hostile)).file(0)).isEqualTo("a\\u001b[31m\\n\\u202e.onnx");
  }

  @ParameterizedTest(name = "{0} and {1} are called {2} and {3}")
  @CsvSource({
    "a.onnx, b.onnx, a.onnx, b.onnx",
    "old/m.onnx, new/m.onnx, old/m.onnx, new/m.onnx",
    "x/old/m.onnx, x/new/m.onnx, old/m.onnx, new/m.onnx",
    "x/m.onnx, m.onnx, x/m.onnx, m.onnx",
    "x/m.onnx, x/m.onnx, m.onnx (A), m.onnx (B)"
  })
  void callsModelsByAsMuchOfTheirPathAsTellsThemApart(
      String one, String other, String first, String second) {
    ArmLabels labels = ArmLabels.of(List.of(at(one), at(other)));

    assertThat(labels.files()).containsExactly(first, second);
  }

  private static Arm at(String path) {
    return new Arm("x", ArmRole.CANDIDATE, Path.of(path), "", 1, Map.of());
  }

  @ParameterizedTest
  @CsvSource({"0.4512, 0.451", "1, 1.000", "2.3149, 2.31", "12.44, 12.4", "1234.4, 1234"})
  void givesAFactorTheDecimalsThatItDeserves(double factor, String text) {
    assertThat(ComparisonWords.factor(factor)).isEqualTo(text);
  }
}
