package dev.touchstone.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplerTest {

  /** Ninety samples of class 0, then ten of class 1. */
  private static final Examples SKEWED = new Labelled(100, 90);

  @Test
  void showsARareClassAsOftenAsAsked() {
    Sampler sampler = new Sampler(SKEWED, List.of(0.6, 0.4), 1);
    long rare = IntStream.range(0, 10_000).filter(i -> sampler.pick() >= 90).count();
    assertThat(rare / 10_000.0).isCloseTo(0.4, within(0.02)); // four standard deviations
  }

  @Test
  void keepsTheSharesOfTheDataWhenNoneAreAsked() {
    Sampler sampler = new Sampler(SKEWED, List.of(), 1);
    long rare = IntStream.range(0, 10_000).filter(i -> sampler.pick() >= 90).count();
    assertThat(rare / 10_000.0).isCloseTo(0.1, within(0.012)); // four standard deviations
  }

  @Test
  void showsEverySampleOfAClassBeforeItRepeatsOne() {
    Sampler sampler = new Sampler(SKEWED, List.of(0.0, 1.0), 1);
    assertThat(IntStream.range(0, 10).map(i -> sampler.pick()))
        .containsExactlyInAnyOrder(90, 91, 92, 93, 94, 95, 96, 97, 98, 99);
    assertThat(IntStream.range(0, 10).map(i -> sampler.pick())).doesNotHaveDuplicates();
  }

  @Test
  void picksTheSameForTheSameSeedAndOthersForAnother() {
    assertThat(picks(7)).isEqualTo(picks(7)).isNotEqualTo(picks(8));
  }

  @Test
  void rejectsSharesThatLeaveNothingToPick() {
    assertThatThrownBy(() -> new Sampler(SKEWED, List.of(0.0, 0.0, 1.0), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no class with a share has samples: [0.0, 0.0, 1.0]");
  }

  private static int[] picks(long seed) {
    Sampler sampler = new Sampler(SKEWED, List.of(), seed);
    return IntStream.range(0, 50).map(i -> sampler.pick()).toArray();
  }

  private record Labelled(int size, int ofFirst) implements Examples {

    @Override
    public long[] shape() {
      return new long[] {1};
    }

    @Override
    public float[] sample(int index) {
      return new float[] {index};
    }

    @Override
    public int label(int index) {
      return index < ofFirst ? 0 : 1;
    }
  }
}
