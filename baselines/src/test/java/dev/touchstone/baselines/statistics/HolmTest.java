package dev.touchstone.baselines.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class HolmTest {

  @Test
  void adjustsStepByStepInTheOrderOfTheRisks() {
    // By hand: 4 x 0.005, 3 x 0.01, 2 x 0.03, and 0.04, which is raised to the one before it.
    assertThat(Holm.adjusted(0.01, 0.04, 0.03, 0.005))
        .containsExactly(new double[] {0.03, 0.06, 0.06, 0.02}, within(1e-12));
  }

  @Test
  void agreesWithThePublishedExample() {
    // pingouin.multicomp, documentation of the method "holm": four digits and exact
    assertThat(Holm.adjusted(0.50, 0.003, 0.32, 0.054, 0.0003))
        .containsExactly(new double[] {0.64, 0.012, 0.64, 0.162, 0.0015}, within(1e-12));
  }

  @Test
  void neverGoesAboveCertaintyOrBelowTheRisk() {
    assertThat(Holm.adjusted(0.9, 0.8)).containsExactly(1, 1);
    assertThat(Holm.adjusted(0.2)).containsExactly(0.2);
    assertThat(Holm.adjusted()).isEmpty();
  }
}
