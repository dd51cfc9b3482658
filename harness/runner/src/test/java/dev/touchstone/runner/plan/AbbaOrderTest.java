package dev.touchstone.runner.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AbbaOrderTest {

  private static final List<String> ARMS = List.of("reference", "deployed", "int8");

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 42, Long.MIN_VALUE})
  void turnsEveryOddRoundRoundTheOneBefore(long seed) {
    AbbaOrder<String> order = new AbbaOrder<>(ARMS, seed);
    for (int i = 0; i < 20; i++) {
      List<String> even = order.next();
      List<String> mirrored = new ArrayList<>(even);
      Collections.reverse(mirrored);

      assertThat(even).containsExactlyInAnyOrderElementsOf(ARMS);
      assertThat(order.next()).isEqualTo(mirrored);
    }
  }

  @Test
  void cancelsALinearDriftWithinTwoRounds() {
    AbbaOrder<String> order = new AbbaOrder<>(ARMS, 7);
    int[] positions = new int[ARMS.size()];
    for (int round = 0; round < 2; round++) {
      List<String> next = order.next();
      for (int i = 0; i < ARMS.size(); i++) {
        positions[i] += next.indexOf(ARMS.get(i)) + round * ARMS.size();
      }
    }
    assertThat(positions).containsOnly(positions[0]);
  }

  @Test
  void drawsEveryOrderSoonerOrLater() {
    AbbaOrder<String> order = new AbbaOrder<>(ARMS, 3);
    Set<List<String>> seen = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      seen.add(order.next());
    }
    assertThat(seen).hasSize(6);
  }

  @Test
  void dependsOnNothingButTheSeed() {
    AbbaOrder<String> one = new AbbaOrder<>(ARMS, 11);
    AbbaOrder<String> other = new AbbaOrder<>(ARMS, 11);
    for (int i = 0; i < 10; i++) {
      assertThat(one.next()).isEqualTo(other.next());
    }
  }
}
