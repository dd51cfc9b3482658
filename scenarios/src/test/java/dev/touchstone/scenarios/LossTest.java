package dev.touchstone.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LossTest {

  @ParameterizedTest(name = "{0} {1} -> {2}")
  @CsvSource({
    "0, POINTS, 0 pp",
    "0.005, RELATIVE, 0.5 %",
    "0.01, POINTS, 1 pp",
    "0.1, POINTS, 10 pp",
    "0.000123, RELATIVE, 0.0123 %",
    "10, RELATIVE, 1000 %"
  })
  void rendersInTheUnitOfItsScaleWithoutTrailingZeros(double size, Loss.Scale scale, String text) {
    assertThat(new Loss(size, scale)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.01, 10.5, Double.NaN, Double.POSITIVE_INFINITY})
  void rejectsWhatIsNoFraction(double size) {
    assertThatThrownBy(() -> new Loss(size, Loss.Scale.POINTS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a loss must be a fraction in [0, 10], was " + size);
  }

  @Test
  void aMarginNeedsOneScaleAndACatchOfAtLeastAllow() {
    Loss one = new Loss(0.01, Loss.Scale.POINTS);
    Loss two = new Loss(0.02, Loss.Scale.POINTS);
    Loss relative = new Loss(0.02, Loss.Scale.RELATIVE);

    assertThat(new Rule.Against(Baseline.DEPLOYED, one, two))
        .hasToString("against deployed: allow 1 pp, catch 2 pp");
    assertThatThrownBy(() -> new Rule.Against(Baseline.DEPLOYED, two, one))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Rule.Against(Baseline.DEPLOYED, one, relative))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
