package dev.touchstone.scenarios.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BlockCodecTest {

  @Test
  void keepsAFlatGreyWithinHalfAStep() {
    Plane plane = new Plane();
    Arrays.fill(plane.values, 0.37);
    BlockCodec.degrade(plane, 50); // the step of the mean is 16 / 8 levels
    assertThat(plane.values).containsOnly(plane.values[0]);
    assertThat(plane.values[0]).isCloseTo(0.37, within(1.0 / 255 + 1e-12));
  }

  @Test
  void changesNothingMoreTheSecondTime() {
    Plane plane = noise();
    BlockCodec.degrade(plane, 30);
    double[] once = plane.values.clone();
    BlockCodec.degrade(plane, 30);
    assertThat(plane.values).containsExactly(once, within(1e-9));
  }

  @Test
  void losesMoreAtALowerQuality() {
    assertThat(loss(20)).isGreaterThan(1.5 * loss(80));
    assertThat(loss(100)).isLessThan(0.5 / 255);
  }

  private static double loss(int quality) {
    Plane plane = noise();
    double[] before = plane.values.clone();
    BlockCodec.degrade(plane, quality);
    double sum = 0;
    for (int i = 0; i < before.length; i++) {
      sum += (before[i] - plane.values[i]) * (before[i] - plane.values[i]);
    }
    return Math.sqrt(sum / before.length);
  }

  private static Plane noise() {
    Plane plane = new Plane();
    Noise noise = new Noise(1, 1);
    for (int i = 0; i < plane.values.length; i++) {
      plane.values[i] = 0.5 + 0.05 * noise.gaussian();
    }
    return plane;
  }
}
