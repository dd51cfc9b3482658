package dev.touchstone.runner.confinement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CpuSetTest {

  @ParameterizedTest
  @ValueSource(strings = {"0", "0-3", "0,2", "1-2,4,6-7"})
  void isWrittenAsTheKernelWritesIt(String text) {
    assertThat(CpuSet.parse(text).orElseThrow()).hasToString(text);
  }

  @Test
  void ordersItsNumbersAndHoldsEachOnce() {
    assertThat(new CpuSet(List.of(3, 1, 2, 1))).hasToString("1-3");
    assertThat(CpuSet.parse("2-3,3").orElseThrow().size()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "1-", "-1", "1,,2", "999999"})
  void isNotReadFromAnythingElse(String text) {
    assertThat(CpuSet.parse(text)).isEmpty();
  }
}
