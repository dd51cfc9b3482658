package dev.touchstone.runner.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.baselines.Environment;
import dev.touchstone.runner.testing.Board;
import dev.touchstone.runner.testing.Questions;
import dev.touchstone.runner.testing.SteppingClock;
import dev.touchstone.scenarios.HardwareProfile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemProbeTest {

  @TempDir Path root;

  /** Two readings are 100 s apart. */
  private SystemProbe probe(String architecture, int cores) {
    return new SystemProbe(
        root,
        () -> Map.of("cpu.architecture", architecture, "cpu.cores-logical", "" + cores),
        new SteppingClock(Duration.ofSeconds(100)));
  }

  private static Environment quiet(SystemProbe probe) {
    return changed(probe, Questions.profile(), () -> {});
  }

  private static Environment changed(
      SystemProbe probe, HardwareProfile profile, Runnable meanwhile) {
    Conditions before = probe.conditions();
    meanwhile.run();
    Conditions after = probe.conditions();
    return probe.environment(
        new RunEvidence(
            profile,
            before,
            after,
            Map.of(),
            after.throttledSince(before),
            20,
            0,
            alone(before, after)));
  }

  private static Watch alone(Conditions before, Conditions after) {
    Watch watch = new Watch();
    watch.seesAlone(before, after);
    return watch;
  }

  @Nested
  class Boards {

    @Test
    void readsARaspberryPi() {
      Board.raspberryPi4(root);
      Environment environment = quiet(probe("aarch64", 4));

      assertThat(environment.facts())
          .containsEntry("board.model", "Raspberry Pi 4 Model B Rev 1.4")
          .containsEntry("cpu.features", "asimd")
          .containsEntry("frequency.governor", "ondemand")
          .containsEntry("frequency.policy0-khz-before", "600000")
          .containsEntry("frequency.policy0-khz-during-highest", "600000")
          .containsEntry("frequency.hardware-max-khz", "1800000")
          .containsEntry("temperature.cpu-thermal-before", "48.69")
          .containsEntry("temperature.cpu-thermal-during-highest", "48.69")
          .doesNotContainKeys("temperature.cpu-thermal-slows-from", "board.power-mode")
          .containsEntry("throttling.observable", "yes");
      assertThat(environment.violations()).isEmpty();
      assertThat(environment.warnings()).singleElement().asString().contains("\"ondemand\"");
    }

    @Test
    void readsARaspberryPi5WithoutWhatItsKernelDoesNotTell() {
      Board.raspberryPi5(root);
      Environment environment = quiet(probe("aarch64", 4));

      assertThat(environment.facts())
          .containsEntry("board.model", "Raspberry Pi 5 Model B Rev 1.0")
          .containsEntry("cpu.features", "asimd asimddp asimdhp fphp")
          .containsEntry("frequency.policy0-khz-before", "1500000")
          .containsEntry("temperature.cpu-thermal-before", "52.10")
          .containsEntry("throttling.observable", "no")
          .doesNotContainKeys("pressure.cpu-some", "load.other-work", "cpu.stolen")
          .doesNotContainValue("")
          .doesNotContainValue("-1");
      assertThat(environment.violations()).isEmpty();
    }

    @Test
    void readsOlderKernelsThatShowFrequenciesBelowEachCore() {
      Board board = new Board(root);
      board.file("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "performance");
      board.file("sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq", "1200000");
      board.file("sys/devices/system/cpu/cpu1/online", "0");

      assertThat(quiet(probe("aarch64", 2)).facts())
          .containsEntry("frequency.governor", "performance")
          .containsEntry("frequency.cpu0-khz-after", "1200000")
          .doesNotContainKey("frequency.cpu1-khz-after");
    }

    @Test
    void tellsOnlyTheEndsOfTheRangeOfManyPolicies() {
      Board board = new Board(root);
      for (int i = 0; i < 9; i++) {
        board.policy(i, "performance", 2_000_000 + i, 3_000_000, 3_000_000);
      }
      assertThat(quiet(probe("amd64", 9)).facts())
          .containsEntry("frequency.slowest-khz-before", "2000000")
          .containsEntry("frequency.fastest-khz-before", "2000008")
          .doesNotContainKey("frequency.policy0-khz-before");
    }

    @Test
    void readsAJetsonWithoutItsDummySensorAndItsFan() {
      Board.jetson(root);
      Environment environment = quiet(probe("aarch64", 2));

      assertThat(environment.facts())
          .containsEntry("board.model", "NVIDIA Jetson Orin Nano Developer Kit")
          .containsEntry("cpu.features", "asimd asimddp asimdhp fphp")
          .containsEntry("temperature.cpu-thermal-after", "51.25")
          .containsEntry("temperature.cpu-thermal-slows-from", "99.00")
          .containsEntry("board.power-mode", "7W (mode 1)")
          .containsEntry("frequency.governor", "schedutil")
          .containsEntry("frequency.policy4-khz-before", "1344000")
          .containsEntry("frequency.17000000.gpu-hertz", "306000000")
          .containsEntry("throttling.observable", "yes")
          .doesNotContainKeys("temperature.PMIC-Die-before", "temperature.cv0-thermal-before");
      assertThat(environment.violations()).isEmpty();
    }

    @Test
    void readsAnIntelBoxInsideAControlGroup() {
      Board.nuc(root);
      Environment environment = quiet(probe("amd64", 8));

      assertThat(environment.facts())
          .containsEntry("board.product", "NUC11PAHi5")
          .containsEntry("cpu.features", "avx2 avx512_vnni avx512f fma sse4_2")
          .containsEntry("temperature.coretemp-before", "55.00")
          .containsEntry("temperature.x86_pkg_temp-before", "55.00")
          .doesNotContainKey("temperature.x86_pkg_temp-slows-from")
          .containsEntry("cgroup.cpus", "1.5")
          .containsEntry("cgroup.memory-bytes", "4294967296")
          .containsEntry("cgroup.held-back", "0.0000");
      assertThat(environment.violations()).isEmpty();
    }

    @Test
    void leavesOutWhatABareVirtualMachineDoesNotHave() {
      Board.bareVirtualMachine(root);
      Environment environment = quiet(probe("amd64", 2));

      assertThat(environment.facts())
          .containsEntry("cgroup.memory-bytes", "2147483648")
          .containsEntry("throttling.observable", "no")
          .doesNotContainKeys(
              "cgroup.cpus", "frequency.governor", "pressure.cpu-some", "board.model")
          .doesNotContainValue("");
      assertThat(environment.facts().keySet()).noneMatch(key -> key.startsWith("temperature."));
      assertThat(environment.warnings())
          .singleElement()
          .asString()
          .startsWith("No frequency governor can be read");
      assertThat(environment.violations()).isEmpty();
    }

    @Test
    void readsAnEmptyTreeWithoutComplaint() {
      assertThat(quiet(probe("riscv64", 1)).violations()).isEmpty();
    }
  }

  @Nested
  class Violations {

    @Test
    void includeThrottleEventsOfTheCpu() {
      Board board = Board.nuc(root);

      assertThat(violations(8, () -> board.throttleCount(9)))
          .singleElement()
          .asString()
          .contains("throttled")
          .contains("cpu0 core_throttle_count rose by 2");
    }

    @Test
    void includeThrottlingThatTheFirmwareReports() {
      Board board = Board.raspberryPi4(root);

      assertThat(violations(4, () -> board.firmware("50005")))
          .singleElement()
          .asString()
          .contains("firmware: under-voltage")
          .contains("firmware: throttled");
    }

    @Test
    void includeThrottlingThatTheFirmwareNoticedInTheMeantime() {
      Board board = Board.raspberryPi4(root);

      assertThat(violations(4, () -> board.firmware("40000")))
          .singleElement()
          .asString()
          .contains("(firmware: throttled noticed)");
    }

    @Test
    void leaveOutThrottlingThatTheFirmwareOnlyRemembers() {
      Board board = Board.raspberryPi4(root).firmware("50000");
      assertThat(violations(4, () -> board.firmware("50000"))).isEmpty();
    }

    @Test
    void includeAPowerSupplyThatTheKernelFoundTooWeak() {
      Board board = Board.raspberryPi4(root);

      assertThat(violations(4, () -> board.supplyAlarm(1)))
          .singleElement()
          .asString()
          .contains("firmware: under-voltage (level 1)");
    }

    @Test
    void includeAnAlertOfTheCpuButNotOfTheGpu() {
      Board board = Board.jetson(root);

      assertThat(violations(2, () -> board.cooling(3, "cpu-throttle-alert", 1)))
          .singleElement()
          .asString()
          .contains("cooling by cpu-throttle-alert (level 1)")
          .doesNotContain("gpu");
    }

    @Test
    void includeOverCurrentThatSlowsTheBoardOnly() {
      Board board = Board.jetson(root);

      assertThat(
              violations(
                  2,
                  () ->
                      board
                          .file("sys/class/hwmon/hwmon3/oc1_event_cnt", "2")
                          .file("sys/class/hwmon/hwmon3/oc3_event_cnt", "27400")))
          .singleElement()
          .asString()
          .contains("over-current oc1_event_cnt rose by 2")
          .doesNotContain("oc3");
    }

    @Test
    void includeCoolingThatHoldsTheCpuDown() {
      Board board = Board.jetson(root);

      assertThat(
              violations(2, () -> board.file("sys/class/thermal/cooling_device1/cur_state", "2")))
          .singleElement()
          .asString()
          .contains("cooling by cpufreq-cpu0 (level 2)");
    }

    @Test
    void leaveOutABusyMachine() {
      Board board = Board.nuc(root);

      assertThat(violations(2, () -> board.withPressure(100_000_000, 0, 0).withLoad("22.00")))
          .isEmpty();
    }

    @Test
    void includeAMachineThatStarvesEveryTask() {
      Board board = Board.nuc(root);

      assertThat(violations(2, () -> board.withPressure(100_000_000, 0, 0).withLoad("33.00")))
          .singleElement()
          .asString()
          .contains("starved")
          .contains("100 % of the time at a load average of 33.0 on 2 cores");
    }

    @Test
    void includeAMachineThatStallsOnMemory() {
      Board board = Board.nuc(root);

      assertThat(violations(8, () -> board.withPressure(0, 15_000_000, 0)))
          .singleElement()
          .asString()
          .contains("waited for memory 15 % of the time");
    }

    @Test
    void includeMoreThanOneInvalidForkPairInTen() {
      Board.nuc(root);

      assertThat(withPairs(18, 2).violations()).isEmpty();
      assertThat(withPairs(20, 3).violations())
          .containsExactly("3 of 23 fork pairs had to be thrown away; at most 10 % may be.");
    }

    private Environment withPairs(int valid, int invalid) {
      SystemProbe probe = probe("amd64", 8);
      Conditions now = probe.conditions();
      return probe.environment(
          new RunEvidence(
              Questions.profile(), now, now, Map.of(), List.of(), valid, invalid, new Watch()));
    }

    private List<String> violations(int cores, Runnable meanwhile) {
      return changed(probe("amd64", cores), Questions.profile(), meanwhile).violations();
    }
  }

  @Nested
  class Warnings {

    @Test
    void tellThatOtherWorkWasRunning() {
      Board.nuc(root).withLoad("3.00");
      assertThat(quiet(probe("amd64", 2)).warnings())
          .anyMatch(w -> w.startsWith("Other work was running: load average 3.0 on 2 cores"));
    }

    @Test
    void tellThatTheCpuWasContended() {
      Board board = Board.nuc(root).withWork(1000, 0, 0);
      assertThat(warnings(() -> board.withPressure(60_000_100, 0, 0).withWork(1500, 0, 500)))
          .anyMatch(w -> w.startsWith("The CPU was contended: tasks waited for it 60 %"));
    }

    @Test
    void tellThatOtherWorkTookTheCpuFromAModelThatRanAlone() {
      Board board = Board.nuc(root).withWork(1000, 0, 0);
      Environment environment =
          changed(
              probe("amd64", 8),
              Questions.profile(),
              () -> board.withPressure(60_000_100, 0, 0).withWork(1500, 100, 400));

      assertThat(environment.facts())
          .containsEntry("load.other-work-alone", "0.1000")
          .containsEntry(
              "contended",
              "tasks waited for the CPU 60 % of the time in which models ran alone, and other work"
                  + " took 10 % of it");
      assertThat(environment.warnings())
          .anyMatch(w -> w.endsWith("a limit on time that was broken is no answer."));
      assertThat(environment.violations()).isEmpty();
    }

    @Test
    void tellThatABoardIsNearTheTemperatureAtWhichItSlowsDown() {
      Board board = Board.jetson(root);

      assertThat(warnings(() -> board.zone(0, "cpu-thermal", 93_999)))
          .noneMatch(w -> w.contains("slows itself down"));
      assertThat(warnings(() -> board.zone(0, "cpu-thermal", 94_000)))
          .anyMatch(
              w ->
                  w.startsWith("The sensor cpu-thermal read 94.0 °C; from 99.0 °C on the machine"));
    }

    @Test
    void tellWhatTheFirmwareHadNoticedBefore() {
      Board.raspberryPi4(root).firmware("50000");
      assertThat(quiet(probe("aarch64", 4)).warnings())
          .anyMatch(w -> w.contains("firmware had noticed: throttled, under-voltage."));
    }

    @Test
    void tellThatSwapIsInUse() {
      Board.nuc(root).withMemory(1000, 512 * 1024);
      assertThat(warnings(() -> {}))
          .anyMatch(w -> w.contains("Swap was in use") && w.contains("512 MiB"));
    }

    @Test
    void tellThatAQuotaHeldTheWorkersBack() {
      Board board = Board.nuc(root);
      assertThat(
              warnings(
                  () -> board.file("sys/fs/cgroup/ci.slice/cpu.stat", "throttled_usec 10001000\n")))
          .anyMatch(w -> w.contains("quota held the workers back 10 %"));
    }

    @Test
    void tellThatAHypervisorTookTheCpuAway() {
      Board board = Board.nuc(root).withTicks(1000, 0);
      assertThat(warnings(() -> board.withTicks(2000, 250)))
          .anyMatch(w -> w.contains("hypervisor gave 25 %"));
    }

    @Test
    void tellThatABoardOfAnotherArchitectureIsEmulated() {
      Board.nuc(root);
      HardwareProfile pi = pi(Set.of("asimd"), 4, 1);

      assertThat(changed(probe("amd64", 2), pi, () -> {}).warnings())
          .anyMatch(
              w -> w.contains("raspberry-pi-4 is emulated: it is aarch64, this machine is amd64"))
          .anyMatch(w -> w.contains("it has 4 cores, this machine 2"));
    }

    @Test
    void tellThatTheCpuLacksWhatTheBoardHas() {
      Board.raspberryPi4(root);
      HardwareProfile newer = pi(Set.of("asimd", "asimddp"), 4, 1);

      assertThat(changed(probe("aarch64", 4), newer, () -> {}).warnings())
          .anyMatch(w -> w.contains("is emulated: this CPU lacks asimddp. Speed and memory"));
    }

    @Test
    void tellThatThreadsShareFewerCpus() {
      Board.nuc(root);
      assertThat(changed(probe("amd64", 8), pi(Set.of(), 1, 4), () -> {}).warnings())
          .anyMatch(w -> w.startsWith("The profile's 4 threads share 1.5 CPUs"));
    }

    private List<String> warnings(Runnable meanwhile) {
      return changed(probe("amd64", 8), Questions.profile(), meanwhile).warnings();
    }

    private static HardwareProfile pi(Set<String> features, int cores, int threads) {
      return new HardwareProfile(
          "raspberry-pi-4",
          "",
          Optional.of("aarch64"),
          features,
          OptionalInt.of(cores),
          OptionalLong.empty(),
          threads,
          "cpu");
    }
  }

  @Test
  void looksAtThisMachineWithoutComplaint() {
    SystemProbe probe = SystemProbe.ofThisMachine();
    Environment environment = quiet(probe);

    assertThat(environment.facts())
        .containsKeys("cpu.architecture", "cpu.cores-logical", "os.name", "jvm.version")
        .doesNotContainValue("")
        .doesNotContainValue("-1");
    assertThat(Integer.parseInt(environment.facts().getOrDefault("cpu.cores-logical", "0")))
        .isPositive();
  }
}
