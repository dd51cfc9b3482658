package dev.touchstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.runner.system.SystemProbe;
import dev.touchstone.scenarios.HardwareProfile;
import dev.touchstone.scenarios.Profiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileCommandTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void listsEveryBundledProfileWithItsDescription() {
    Answer answer = Answer.to("profile", "list");

    assertThat(answer.code()).isZero();
    assertThat(answer.out().lines()).hasSameSizeAs(Profiles.names());
    assertThat(answer.out())
        .contains("raspberry-pi-4     Raspberry Pi 4 Model B, 4 x Cortex-A72, 4 GiB");
  }

  @Test
  void showsAProfileAndWhatItIsHere() {
    Answer answer = Answer.to("profile", "show", "jetson-orin-nano");

    assertThat(answer.code()).isZero();
    assertThat(answer.out())
        .contains("board: [\"NVIDIA Jetson Orin Nano\", \"NVIDIA Orin Nano\"]")
        .contains("  - {metric: memory.peak, at-most: 2 GiB}")
        .contains("On this machine it is ")
        .containsPattern("  cpu-set +\\S")
        .containsPattern("  memory +\\S");
  }

  @Test
  void writesAProfileOfThisMachineThatIsReadBackAsTheSame() {
    Path file = folder.resolve("mine.yaml");

    Answer answer = Answer.to("profile", "detect", "--out", file, "--name", "mine");

    assertThat(answer.code()).isZero();
    assertThat(answer.out()).contains("--profile " + file);
    HardwareProfile read = Profiles.read(file.toString());
    assertThat(read).isEqualTo(SystemProbe.ofThisMachine().detect("mine"));
    assertThat(read.threads()).isPositive();
    assertThat(SystemProbe.ofThisMachine().emulation(read)).isEmpty();
  }

  @Test
  void printsWhatItWouldWrite() throws IOException {
    Answer answer = Answer.to("profile", "detect");

    Path file = Files.writeString(folder.resolve("this.yaml"), answer.out());
    assertThat(Profiles.read(file.toString()).name()).isEqualTo("this-machine");
  }

  @Test
  void tellsWhereItCouldNotWrite() {
    Path file = folder.resolve("nowhere/mine.yaml");

    Answer answer = Answer.to("profile", "detect", "--out", file);

    assertThat(answer.code()).isEqualTo(70);
    assertThat(answer.err()).contains("writing the profile " + file);
  }
}
