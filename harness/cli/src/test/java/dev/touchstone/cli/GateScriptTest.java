package dev.touchstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The policy of {@code docs/examples/gate.sh}, with a program that answers as it is told. */
class GateScriptTest {

  private static final Path GATE =
      Path.of(Objects.requireNonNullElse(System.getProperty("touchstone.root"), "../.."))
          .resolve("docs/examples/gate.sh");

  @TempDir Path folder;

  @ParameterizedTest(name = "answers {0}, strict \"{1}\" -> {2} after {3}")
  @CsvSource(
      textBlock =
          """
          # answers, strict, code, calls
          0 9,       '',     0,    1
          1 0,       '',     1,    1
          2 0,       '',     2,    1
          3 0,       '',     0,    2
          3 1,       '',     1,    2
          3 3,       '',     0,    2
          3 3,       yes,    3,    2
          3 4,       '',     4,    2
          4 0,       '',     0,    2
          4 4,       '',     4,    2
          4 3,       '',     0,    2
          70 0,      '',     70,   1
          """)
  void triesOnceMoreWhatSaysNothingAndBlocksWhatFailed(
      String answers, String strict, int code, int calls) throws Exception {
    Path log = folder.resolve("calls");
    ProcessBuilder gate = new ProcessBuilder("sh", GATE.toString(), "gate/a b.yaml", "--out", "o");
    gate.environment().put("TOUCHSTONE", program(answers, log).toString());
    gate.environment().put("GATE_STRICT", strict);

    Process process = gate.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(said).isEqualTo(code);
    assertThat(Files.readAllLines(log)).hasSize(calls).containsOnly("run|gate/a b.yaml|--out|o");
  }

  /** Logs its arguments, and ends with the answer that is next. */
  private Path program(String answers, Path log) throws IOException {
    Path program =
        Files.writeString(
            folder.resolve("touchstone"),
            """
            #!/bin/sh
            (IFS='|'; echo "$*") >> '%s'
            set -- %s
            shift $(($(wc -l < '%s') - 1))
            exit "$1"
            """
                .formatted(log, answers, log));
    return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
  }
}
