package dev.touchstone.scenarios.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.scenarios.problem.Problem;
import dev.touchstone.scenarios.problem.Problems;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {

  private final Problems problems = new Problems();

  private Fields fields(String text) {
    YamlNode node = YamlReader.read(text, "f.yaml", problems).orElseThrow();
    return Fields.of(node, "a thing", List.of("name", "size", "on", "parts"), problems);
  }

  private List<String> messages() {
    return problems.sorted().stream().map(Problem::toString).toList();
  }

  @Test
  void takesFieldsWithTheirTypes() {
    Fields fields = fields("{name: x, size: 12, on: true, parts: [1, 2.5]}");

    assertThat(fields.text("name")).contains("x");
    assertThat(fields.integer("size", 1, 12)).contains(12);
    assertThat(fields.number("size")).contains(12.0);
    assertThat(fields.flag("on")).contains(true);
    assertThat(fields.texts("parts")).contains(List.of("1", "2.5"));
    assertThat(fields.numbers("parts")).contains(List.of(1.0, 2.5));
    assertThat(problems.isEmpty()).isTrue();
  }

  @Test
  void missingFieldsAreEmptyAndOnlyAProblemWhenRequired() {
    Fields fields = fields("{size: 1}");

    assertThat(fields.text("name")).isEmpty();
    assertThat(fields.fields("parts", "parts", "a")).isEmpty();
    assertThat(problems.isEmpty()).isTrue();
    fields.require("name", "size");
    assertThat(messages())
        .containsExactly("f.yaml:1:1: a thing needs the key \"name\", which is missing");
  }

  @Test
  void unknownKeysAreShownWithTheNearestWord() {
    fields("name: x\nsiez: 3\nzzz: 1\n");

    assertThat(messages())
        .containsExactly(
            "f.yaml:2:1: \"siez\" is no key of a thing; allowed: name, size, on, parts; did you"
                + " mean \"size\"?",
            "f.yaml:3:1: \"zzz\" is no key of a thing; allowed: name, size, on, parts");
  }

  @Test
  void aNodeThatIsNoMappingIsOneProblemAndHasNoFields() {
    Fields fields = fields("[name]");
    fields.require("name");

    assertThat(fields.text("name")).isEmpty();
    assertThat(messages())
        .containsExactly(
            "f.yaml:1:1: a thing is a mapping of keys to values, found a list; its keys: name,"
                + " size, on, parts");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "0", "13", "1e1", "99999999999999999999", "x", "'1 '"})
  void wholeNumbersOutsideTheirBoundsAreProblems(String value) {
    assertThat(fields("size: " + value).integer("size", 1, 12)).isEmpty();
    assertThat(messages())
        .singleElement()
        .asString()
        .endsWith(" is not allowed; write a whole number from 1 to 12");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", ".inf", "1e999", "0x10", "1,5", "1_000", "--1", "1f"})
  void whatIsNoFiniteNumberIsAProblem(String value) {
    assertThat(fields("size: " + value).number("size")).isEmpty();
    assertThat(messages())
        .containsExactly("f.yaml:1:7: size: \"" + value + "\" is not a finite number");
  }

  @Test
  void wrongKindsAreShownAsWhatTheyAre() {
    Fields fields = fields("name: [a]\nsize: {b: c}\non: yes\nparts: x\n");

    assertThat(fields.text("name")).isEmpty();
    assertThat(fields.integer("size", 1, Integer.MAX_VALUE)).isEmpty();
    assertThat(fields.flag("on")).isEmpty();
    assertThat(fields.list("parts")).isEmpty();
    assertThat(messages())
        .containsExactly(
            "f.yaml:1:7: name: found a list where a text belongs",
            "f.yaml:2:7: size: found a mapping where a whole number of at least 1 belongs",
            "f.yaml:3:5: on: \"yes\" is not allowed here; allowed: true, false",
            "f.yaml:4:8: parts: found \"x\" where a list belongs; write [a, b]");
  }

  @Test
  void anEmptyValueIsNoText() {
    assertThat(fields("name:\nparts: ['', ok, ~]").texts("parts")).contains(List.of("ok"));
    assertThat(fields("name:").text("name")).isEmpty();
    assertThat(messages())
        .containsExactly(
            "f.yaml:1:6: name: found nothing where a text belongs",
            "f.yaml:2:9: parts[0]: found \"\" where a text belongs",
            "f.yaml:2:17: parts[2]: found nothing where a text belongs");
  }

  @Test
  void askingForAKeyThatIsNotAllowedIsACallersBug() {
    Fields fields = fields("name: x");

    assertThatThrownBy(() -> fields.text("nmae"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("nmae is not among the allowed keys [name, size, on, parts]");
  }
}
