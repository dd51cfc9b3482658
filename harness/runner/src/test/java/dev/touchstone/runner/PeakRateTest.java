package dev.touchstone.runner;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeakRateTest {

  @ParameterizedTest(name = "a peak of {0} times the guess")
  @ValueSource(doubles = {0.02, 0.3, 0.99, 1, 1.5, 7, 60})
  void findsThePeakWhereverItLies(double peak) {
    PeakRate search = new PeakRate(100);
    while (!search.isOver()) {
      search.tried(search.next() <= 100 * peak);
    }
    assertThat(search.found()).isPresent();
    assertThat(search.found().getAsDouble() / (100 * peak)).isBetween(0.97, 1.0);
    assertThat(search.tries()).isLessThanOrEqualTo(16);
  }

  @Test
  void triesTwiceTheRateUntilTheBoundBreaksAndThenTheMiddle() {
    PeakRate search = new PeakRate(10);
    search.tried(true);
    assertThat(search.next()).isEqualTo(20);
    search.tried(true);
    assertThat(search.next()).isEqualTo(40);
    search.tried(false);
    assertThat(search.next()).isEqualTo(30);
    search.tried(false);
    assertThat(search.next()).isEqualTo(25);
    assertThat(search.found()).hasValue(20);
  }

  @Test
  void endsWithoutARateWhereNoneKeepsTheBound() {
    PeakRate search = new PeakRate(10);
    while (!search.isOver()) {
      search.tried(false);
    }
    assertThat(search.found()).isEmpty();
    assertThat(search.next()).isLessThan(0.001);
  }
}
