package dev.touchstone.recipes.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EachSampleTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 1000})
  void isWorkedOnOnce(int count) {
    AtomicIntegerArray seen = new AtomicIntegerArray(count);

    EachSample.of(count, seen::incrementAndGet);

    for (int i = 0; i < count; i++) {
      assertThat(seen.get(i)).isEqualTo(1);
    }
  }

  @RepeatedTest(20)
  void thatFailsFirstInTheirOrderIsTheOneThatIsToldOf() {
    assertThatThrownBy(
            () ->
                EachSample.of(
                    100,
                    i -> {
                      if (i >= 7) {
                        throw new IllegalStateException("sample " + i);
                      }
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("sample 7");
  }

  @Test
  void thatEndsInAnErrorEndsTheLoop() {
    AtomicIntegerArray seen = new AtomicIntegerArray(1_000_000);

    assertThatThrownBy(
            () ->
                EachSample.of(
                    seen.length(),
                    i -> {
                      seen.incrementAndGet(i);
                      throw new OutOfMemoryError("no room");
                    }))
        .isInstanceOf(OutOfMemoryError.class)
        .hasMessage("no room");
    assertThat(seen.get(seen.length() - 1)).isZero();
  }
}
