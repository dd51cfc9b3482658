package dev.touchstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class FasterStartTest {

  @TempDir private Path folder;

  @Test
  void isRehearsedWithACompressionThatSucceeds() {
    assertThat(Rehearsal.in(folder)).isEqualTo(ExitCode.PASS);
    assertThat(folder.resolve("int8.onnx")).isNotEmptyFile();
  }

  @Test
  void isForgoneWithoutAWordIfTheArchiveIsOfNoUse() throws Exception {
    Path launcher = Installed.at(folder.resolve("installed"));
    Files.writeString(folder.resolve("installed/lib/touchstone.jsa"), "of another Java");

    Process process =
        new ProcessBuilder("sh", launcher.toString(), "profile", "list")
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    assertThat(said).contains("this-machine").doesNotContainIgnoringCase("archive");
  }
}
