package dev.touchstone.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeFilterTest {

  @ParameterizedTest(name = "include {0}, exclude {1}: {2} of type {3} -> {4}")
  @CsvSource(
      textBlock =
          """
          '',          '',          a,          Conv,  true
          a,           '',          a,          Conv,  true
          a,           '',          ab,         Conv,  false
          /head/,      '',          net.head.1, Gemm,  true
          /^head/,     '',          net.head.1, Gemm,  false
          type:Conv,   '',          a,          Conv,  true
          type:Conv,   '',          Conv,       Gemm,  false
          '',          type:Conv,   a,          Conv,  false
          type:Conv,   /first/,     first,      Conv,  false
          type:Conv,   /first/,     second,     Conv,  true
          /,           '',          /,          Conv,  true
          //,          '',          //,         Conv,  true
          """)
  void takesANodeThatIsIncludedAndNotExcluded(
      String include, String exclude, String name, String type, boolean taken) {
    NodeFilter filter = new NodeFilter(list(include), list(exclude));

    assertThat(filter.takes(name, type)).isEqualTo(taken);
  }

  @ParameterizedTest(name = "include {0}, exclude {1}: node {2} of 5 -> {3}")
  @CsvSource(
      textBlock =
          """
          first,   '',      0, true
          first,   '',      1, false
          first:2, '',      1, true
          last,    '',      4, true
          last,    '',      3, false
          last:2,  '',      3, true
          first:9, '',      4, true
          '',      first:2, 1, false
          '',      last,    0, true
          """)
  void countsPlacesFromEitherEnd(String include, String exclude, int index, boolean taken) {
    NodeFilter filter = new NodeFilter(list(include), list(exclude));

    assertThat(filter.takes("a", "Conv", new NodeFilter.Place(index, 5))).isEqualTo(taken);
  }

  @Test
  void givesNoPlaceToANodeThatDoesNotMultiply() {
    assertThat(new NodeFilter(List.of("first:9"), List.of()).takes("first", "Relu")).isFalse();
    assertThat(new NodeFilter(List.of(), List.of("last:9")).takes("last", "Relu")).isTrue();
    assertThatThrownBy(() -> new NodeFilter.Place(3, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("place 3 of 3");
  }

  private static List<String> list(String pattern) {
    return pattern.isEmpty() ? List.of() : List.of(pattern);
  }

  @Test
  void takesEveryNodeWhenNothingIsSaid() {
    assertThat(NodeFilter.ALL.takes("", "")).isTrue();
  }

  @Test
  void rejectsARegularExpressionThatIsNone() {
    assertThatThrownBy(() -> new NodeFilter(List.of(), List.of("/(/")))
        .isInstanceOf(PatternSyntaxException.class);
  }
}
