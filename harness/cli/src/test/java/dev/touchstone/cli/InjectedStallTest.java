package dev.touchstone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.runner.job.RejectedException;
import dev.touchstone.worker.protocol.Stall;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InjectedStallTest {

  @ParameterizedTest
  @CsvSource({
    "200ms/5s, 200000000, 5000000000",
    "1.5 ms / 1 min, 1500000, 60000000000",
    "10us/1ms, 10000, 1000000"
  })
  void readsHowLongAndHowOften(String text, long nanos, long every) {
    assertThat(InjectedStall.of(text)).isEqualTo(new Stall(nanos, every));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "200ms", "200/5", "5s/200ms", "0ms/5s", "-1ms/5s", "1ms/2s/3s"})
  void refusesWhatIsNoStall(String text) {
    assertThatThrownBy(() -> InjectedStall.of(text))
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("--inject-stall: \"" + text + "\" is no stall")
        .hasMessageContaining("200ms/5s");
  }

  @Test
  void refusesAnArmThatDoesNotRun() {
    assertThatThrownBy(() -> InjectedStall.of(Map.of("int8", "1ms/2s"), List.of()))
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("there is no arm \"int8\"");
  }
}
