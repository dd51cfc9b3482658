package dev.touchstone.runner.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.baselines.Fault.Kind;
import dev.touchstone.runner.process.TrialOutcome.Broken;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObituaryTest {

  @ParameterizedTest(name = "exit code {0}, kernel out of memory {1}, \"{2}\" -> {3}")
  @CsvSource(
      textBlock =
          """
          # exit code, the kernel killed for memory, last line, kind, reason
          1,   false, '',                         CRASHED,       the worker ended with exit code 1 while loading and warming the model
          70,  false, 'at Worker.obey',           CRASHED,       the worker ended with exit code 70 while loading and warming the model
          3,   false, 'Terminating',              OUT_OF_MEMORY, the worker ran out of memory (exit code 3) while loading and warming the model
          134, false, 'std::bad_alloc',           OUT_OF_MEMORY, the worker ran out of memory (exit code 134) while loading and warming the model
          134, false, 'free(): invalid pointer',  CRASHED,       the worker was ended by signal 6 (SIGABRT) while loading and warming the model
          139, true,  '',                         CRASHED,       the worker was ended by signal 11 (SIGSEGV) while loading and warming the model
          132, false, '',                         CRASHED,       the worker was ended by signal 4 (SIGILL) while loading and warming the model
          143, false, '',                         KILLED,        the worker was ended by signal 15 (SIGTERM) while loading and warming the model
          137, false, '',                         KILLED,        'the worker was ended by signal 9 (SIGKILL) while loading and warming the model; if memory is short, the kernel does that'
          137, true,  '',                         OUT_OF_MEMORY, 'the kernel killed the worker (signal 9, SIGKILL) because memory ran out, while loading and warming the model'
          """)
  void saysWhatTheEndMeans(
      int exitCode, boolean kernelKilled, String lastLine, Kind kind, String reason) {
    Broken<Object> outcome =
        Obituary.of(exitCode, Phase.LOAD, List.of("first", lastLine), kernelKilled);

    assertThat(outcome.reason()).isEqualTo(reason);
    assertThat(outcome.kind()).isEqualTo(kind);
    assertThat(outcome.evidence().exitCode()).hasValue(exitCode);
    assertThat(outcome.evidence().lastLines()).containsExactly("first", lastLine);
  }

  @Test
  void keepsTheRuntimesOwnWordsOfARefusal() {
    Broken<Object> refused = Obituary.refusal(Kind.MODEL_REFUSED, "No Op registered", List.of());

    assertThat(refused.reason()).isEqualTo("No Op registered");
    assertThat(refused.kind()).isEqualTo(Kind.MODEL_REFUSED);
    assertThat(refused.evidence().exitCode()).isEmpty();
  }

  @Test
  void seesALackOfMemoryInARefusal() {
    assertThat(Obituary.refusal(Kind.MODEL_REFUSED, "ORT_FAIL: std::bad_alloc", List.of()).kind())
        .isEqualTo(Kind.OUT_OF_MEMORY);
  }
}
