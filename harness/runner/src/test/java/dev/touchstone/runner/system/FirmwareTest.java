package dev.touchstone.runner.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.runner.testing.Board;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FirmwareTest {

  @TempDir Path root;

  @ParameterizedTest(name = "{0}: {1} now, {2} before")
  @CsvSource({
    "0, '', ''",
    "1, under-voltage, ''",
    "2, frequency capped, ''",
    "4, throttled, ''",
    "8, soft temperature limit, ''",
    "10000, '', under-voltage",
    "20000, '', frequency capped",
    "40000, '', throttled",
    "80000, '', soft temperature limit",
    "50005, under-voltage throttled, under-voltage throttled",
    "0xe0008, soft temperature limit, frequency capped throttled soft temperature limit"
  })
  void tellsOfThisMomentAndOfThePast(String word, String now, String before) {
    Board.raspberryPi4(root).firmware(word);
    int bits = Firmware.word(new FileTree(root)).orElseThrow();

    assertThat(String.join(" ", Firmware.now(bits))).isEqualTo(now);
    assertThat(String.join(" ", Firmware.past(bits))).isEqualTo(before);
  }

  @Test
  void hasItsFileElsewhereOnARaspberryPi5() {
    Board.raspberryPi5(root)
        .file("sys/devices/platform/soc@107c000000/soc@107c000000:firmware/get_throttled", "4\n");

    assertThat(Firmware.word(new FileTree(root))).hasValue(4);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void isAskedThroughItsProgramWhereTheKernelHasNoFile() throws IOException {
    Board.raspberryPi5(root);
    program("test \"$1\" = get_throttled && echo throttled=0x50005");

    int bits = Firmware.word(new FileTree(root)).orElseThrow();
    assertThat(Firmware.now(bits)).containsExactly("under-voltage", "throttled");
    assertThat(Throttling.observable(new FileTree(root))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"exit 1", "echo error=1 error_msg=Command_not_registered", "echo throttled=wet"})
  @DisabledOnOs(OS.WINDOWS)
  void isUnknownIfItsProgramDoesNotAnswer(String script) throws IOException {
    Board.raspberryPi5(root);
    program(script);
    assertThat(Firmware.word(new FileTree(root))).isEmpty();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void isNotAskedOnOtherBoards() throws IOException {
    Board.nuc(root);
    program("echo throttled=0x5");
    assertThat(Firmware.word(new FileTree(root))).isEmpty();
  }

  @Test
  void isUnknownIfItsWordIsNone() {
    Board.raspberryPi4(root).firmware("wet");
    assertThat(Firmware.word(new FileTree(root))).isEmpty();
    assertThat(Throttling.read(new FileTree(root)).active()).isEmpty();
  }

  private void program(String script) throws IOException {
    new Board(root).file("usr/bin/vcgencmd", "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(
        root.resolve("usr/bin/vcgencmd"), PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
