package dev.touchstone.runner.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.runner.testing.Board;
import dev.touchstone.runner.testing.Questions;
import dev.touchstone.runner.testing.SteppingClock;
import dev.touchstone.scenarios.HardwareProfile;
import dev.touchstone.scenarios.ProfileWriter;
import dev.touchstone.scenarios.Profiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmulationTest {

  private static final long GIBIBYTE = 1L << 30;

  @TempDir Path root;

  @Test
  void isNoneOnTheBoardItself() {
    Board.raspberryPi4(root);

    assertThat(pi(3_970_000L * 1024).emulation(Profiles.read("raspberry-pi-4"))).isEmpty();
  }

  @Test
  void isNoneForAProfileThatStatesNothing() {
    Board.nuc(root);

    assertThat(host("amd64", 1, GIBIBYTE).emulation(Questions.profile())).isEmpty();
  }

  @Test
  void isTheCaseOnAnotherBoardOfTheSameFamily() {
    Board.raspberryPi4(root);

    assertThat(pi(4 * GIBIBYTE).emulation(Profiles.read("raspberry-pi-5")))
        .hasValueSatisfying(
            because ->
                assertThat(because)
                    .startsWith(
                        "it is a Raspberry Pi 5 Model B, this machine is a Raspberry Pi 4 Model B"
                            + " Rev 1.4; this CPU lacks aes, asimddp,")
                    .endsWith("; it has 8.00 GiB of memory, this machine 4.00 GiB"));
  }

  @Test
  void isTheCaseOnTheBoardWithLessMemory() {
    Board.raspberryPi4(root);

    assertThat(pi(1_900_000L * 1024).emulation(Profiles.read("raspberry-pi-4")))
        .contains("it has 4.00 GiB of memory, this machine 1.81 GiB");
  }

  @Test
  void isTheCaseOnAnotherArchitecture() {
    Board.nuc(root);

    assertThat(host("amd64", 8, 16 * GIBIBYTE).emulation(Profiles.read("jetson-orin-nano")))
        .contains(
            "it is a NVIDIA Jetson Orin Nano, this machine is a NUC11PAHi5; it is aarch64, this"
                + " machine is amd64");
  }

  @Test
  void isNoneForAKindOfMachineThatOffersAsMuch() {
    Board.bareVirtualMachine(root);

    assertThat(host("amd64", 4, 8 * GIBIBYTE).emulation(Profiles.read("ci-2-core"))).isEmpty();
    assertThat(host("amd64", 1, 8 * GIBIBYTE).emulation(Profiles.read("ci-2-core")))
        .contains("it has 2 cores, this machine 1");
    assertThat(host("amd64", 4, 8 * GIBIBYTE).emulation(Profiles.read("x86-vnni")))
        .hasValueSatisfying(
            because -> assertThat(because).contains("lacks").contains("avx512_vnni"));
  }

  @Test
  void isTheCaseWhereTheMachineDoesNotTellWhatItIs() {
    assertThat(host("aarch64", 4, 4 * GIBIBYTE).emulation(Profiles.read("raspberry-pi-4")))
        .hasValueSatisfying(
            because -> assertThat(because).contains("this machine does not tell its model"));
  }

  @Test
  void knowsABoardByItsVendorAndProductToo() throws IOException {
    Board.nuc(root);
    Path file =
        Files.writeString(
            root.resolve("p.yaml"), "name: nuc\nboard: [Intel(R) Client Systems NUC11]\n");

    assertThat(host("amd64", 8, GIBIBYTE).emulation(Profiles.read(file.toString()))).isEmpty();
  }

  @Test
  void isNoneForWhatWasDetectedHereAndDetectionIsReadBackAsItIsWritten() throws IOException {
    Board.raspberryPi4(root).file("proc/self/status", "Name: x\nCpus_allowed_list:\t0,2-3\n");
    SystemProbe probe = pi(3_970_000L * 1024 + 5);

    HardwareProfile detected = probe.detect("my-pi");

    assertThat(detected.boards()).containsExactly("Raspberry Pi 4 Model B Rev 1.4");
    assertThat(detected.architecture()).contains("aarch64");
    assertThat(detected.cpuFeatures()).containsExactly("asimd");
    assertThat(detected.cores()).isEqualTo(OptionalInt.of(3));
    assertThat(detected.memoryBytes()).isEqualTo(OptionalLong.of(3_876L << 20));
    assertThat(detected.threads()).isEqualTo(3);
    assertThat(probe.emulation(detected)).isEmpty();
    Path file = root.resolve("my-pi.yaml");
    Files.writeString(file, ProfileWriter.yaml(detected, List.of("a remark")));
    assertThat(Profiles.read(file.toString())).isEqualTo(detected);
  }

  @Test
  void detectionHeedsTheControlGroups() {
    Board.nuc(root).file("proc/self/status", "Cpus_allowed_list:\t0-7\n");

    HardwareProfile detected = host("amd64", 8, 16 * GIBIBYTE).detect("nuc");

    assertThat(detected.cores()).isEqualTo(OptionalInt.of(1)); // a quota of 1.5 CPUs
    assertThat(detected.memoryBytes()).isEqualTo(OptionalLong.of(4 * GIBIBYTE));
  }

  private SystemProbe pi(long memoryBytes) {
    return host("aarch64", 4, memoryBytes);
  }

  private SystemProbe host(String architecture, int cores, long memoryBytes) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("cpu.architecture", architecture);
    facts.put("cpu.cores-logical", String.valueOf(cores));
    facts.put("memory.total-bytes", String.valueOf(memoryBytes));
    return new SystemProbe(root, () -> facts, new SteppingClock(Duration.ofSeconds(1)));
  }
}
