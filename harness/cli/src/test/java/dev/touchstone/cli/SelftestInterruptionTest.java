package dev.touchstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A self-test in a process of its own that is ended while it measures. */
class SelftestInterruptionTest {

  @TempDir Path folder;

  /** The process. */
  static final class Quick {

    private Quick() {}

    public static void main(String[] args) {
      System.exit(Main.run(new QuickCommands(), args));
    }
  }

  @Test
  @Timeout(value = 3, unit = TimeUnit.MINUTES)
  void saysWhatItHasSoFarAndNothingOfTheVerdictThatWasBroken() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Quick.class.getName(),
                "selftest",
                SmallModel.relu(folder.resolve("model.onnx"), 8).toString(),
                "--rounds",
                "500",
                "--out",
                folder.resolve("out").toString())
            .redirectError(folder.resolve("err.txt").toFile())
            .start();
    List<String> lines = new ArrayList<>();
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      readUntilTheFirstVerdict(reader, lines);
      process.toHandle().destroy(); // SIGTERM, taken as Ctrl-C is; the pipe stays open
      reader.lines().forEach(lines::add);
    }

    int verdicts = (int) lines.stream().filter(l -> l.contains("undecided")).count();
    assertThat(lines).contains("interrupted after " + verdicts + " of 1000 verdicts");
    assertThat(lines).anyMatch(l -> l.contains("time to a verdict"));
    assertThat(lines).noneMatch(l -> l.contains("says nothing") || l.contains("broken"));
    assertThat(folder.resolve("out/selftest.csv")).isRegularFile();
    assertThat(process.waitFor()).isEqualTo(128 + 15);
  }

  private static void readUntilTheFirstVerdict(BufferedReader reader, List<String> lines)
      throws IOException {
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      lines.add(line);
      if (line.contains("undecided")) {
        return;
      }
    }
    throw new AssertionError("it ended by itself: " + lines);
  }
}
