package dev.touchstone.scenarios.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.scenarios.problem.Problem;
import dev.touchstone.scenarios.problem.Problems;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VariantTest {

  private final Problems problems = new Problems();

  private Optional<Variant> read(String text) {
    YamlNode node = YamlReader.read(text, "f.yaml", problems).orElseThrow();
    return Variant.of(node, "a step", List.of("fold", "quantize"), problems);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fold", "{fold: {}}", "fold:", "{fold: ~}"})
  void aWordAndAMappingWithoutFieldsMeanTheSame(String text) {
    Variant variant = read(text).orElseThrow();

    assertThat(variant.name()).isEqualTo("fold");
    variant.fields("a fold step", List.of()).require();
    assertThat(problems.isEmpty()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          flod          | f.yaml:1:1: "flod" is not allowed here; allowed: fold, quantize; did you mean "fold"?
          {flod: {}}    | f.yaml:1:2: "flod" is not a step; allowed: fold, quantize; did you mean "fold"?
          {}            | f.yaml:1:1: a step has exactly one key, found 0 keys; allowed: fold, quantize; write {fold: {...}}
          {fold: {}, a: | f.yaml:1:1: a step has exactly one key, found 2 keys; allowed: fold, quantize; write {fold: {...}}
          [fold]        | f.yaml:1:1: a step has exactly one key, found a list; allowed: fold, quantize; write {fold: {...}}
          ~             | f.yaml:1:1: found nothing where a step belongs
          """)
  void anythingElseIsAProblem(String text, String message) {
    String closed = text.endsWith(":") ? text + " 1}" : text;

    assertThat(read(closed)).isEmpty();
    assertThat(problems.sorted()).extracting(Problem::toString).containsExactly(message);
  }
}
