package dev.touchstone.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.scenarios.problem.ScenarioException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProfilesTest {

  @ParameterizedTest
  @MethodSource("dev.touchstone.scenarios.Profiles#names")
  void everyBundledProfileIsReadUnderItsName(String name) {
    assertThat(Profiles.read(name).name()).isEqualTo(name);
    assertThat(Profiles.read(name).description()).isNotBlank();
  }

  @Test
  void theDefaultStatesNothingButOneThread() {
    assertThat(Profiles.read(Profiles.DEFAULT))
        .isEqualTo(
            new HardwareProfile(
                "this-machine",
                "Whatever this runs on, one thread",
                Optional.empty(),
                Set.of(),
                OptionalInt.empty(),
                OptionalLong.empty(),
                1,
                "cpu"));
  }

  @Test
  void readsEveryKey(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("p.yaml"),
            """
            name: p
            description: a board
            architecture: aarch64
            cpu-features: [asimd, asimddp]
            cores: 4
            memory: 512 MiB
            threads: 2
            execution-provider: cpu
            """);

    assertThat(Profiles.read(file.toString()))
        .isEqualTo(
            new HardwareProfile(
                "p",
                "a board",
                Optional.of("aarch64"),
                Set.of("asimd", "asimddp"),
                OptionalInt.of(4),
                OptionalLong.of(512L << 20),
                2,
                "cpu"));
  }

  @Test
  void allMistakesAreFoundTogether(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("p.yaml"),
            """
            name: my board
            architecture: x86
            cpu-features: [AVX2, avx2, avx2]
            core: 4
            memory: 2 GHz
            threads: 0
            execution-provider: cuda
            """);

    assertThatThrownBy(() -> Profiles.read(file.toString()))
        .isInstanceOf(ScenarioException.class)
        .hasMessage(
            """
            1:7: name: "my board" cannot be a name; write 1 to 64 letters, digits, dots, dashes and underscores, the first a letter or digit
            2:15: architecture: "x86" is not allowed here; allowed: amd64, aarch64
            3:16: cpu-features[0]: "AVX2" is no CPU feature; spell it as in /proc/cpuinfo, such as avx512_vnni or asimddp
            3:28: cpu-features[2]: "avx2" stands in the list twice
            4:1: "core" is no key of a profile; allowed: name, description, architecture, cpu-features, cores, memory, threads, execution-provider; did you mean "cores"?
            5:9: memory: "2 GHz" has the unknown unit "GHz"; allowed: B, KiB, kB, MiB, MB, GiB, GB, TiB, TB
            6:10: threads: "0" is not allowed; write a whole number from 1 to 4096
            7:21: execution-provider: "cuda" is not allowed here; allowed: cpu"""
                .replaceAll("(?m)^", file + ":"));
  }

  @Test
  void aNameThatIsNeitherBundledNorAFileIsShownWithTheNearest() {
    assertThatThrownBy(() -> Profiles.read("raspberry-pi4"))
        .isInstanceOf(ScenarioException.class)
        .message()
        .startsWith("profile:1:1: \"raspberry-pi4\" is neither a bundled profile nor a YAML file")
        .endsWith("did you mean \"raspberry-pi-4\"?");
  }
}
