package dev.touchstone.recipes.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExceedanceTest {

  @ParameterizedTest(name = "{0} of {1} beyond {2}")
  @CsvSource({"0, 10, 10, 1", "1, 1, 9, 0.1", "1, 10, 10, 0.5", "2, 2, 2, 0.16666666666666666"})
  void isTheChanceThatTheLargestOfAllAreNew(int beyond, int fresh, int earlier, double chance) {
    assertThat(Exceedance.chance(beyond, fresh, earlier)).isCloseTo(chance, within(1e-15));
  }

  @Test
  void agreesWithDrawingThem() {
    Random random = new Random(3);
    int draws = 20_000;
    int seen = 0;
    for (int d = 0; d < draws; d++) {
      double largest = random.doubles(30).map(Math::log).max().orElseThrow();
      long beyond = random.doubles(50).map(Math::log).filter(v -> v > largest).count();
      seen += beyond >= 3 ? 1 : 0;
    }
    double expected = Exceedance.chance(3, 50, 30);
    double spread = Math.sqrt(expected * (1 - expected) / draws);
    assertThat((double) seen / draws).isCloseTo(expected, within(5 * spread));
  }
}
