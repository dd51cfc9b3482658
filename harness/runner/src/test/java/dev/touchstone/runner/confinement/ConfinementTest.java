package dev.touchstone.runner.confinement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.runner.testing.Board;
import dev.touchstone.scenarios.HardwareProfile;
import dev.touchstone.scenarios.RequiredConditions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On trees that imitate a kernel's, with programs that imitate a system's. */
class ConfinementTest {

  private static final long PID = 4711;

  private static final String RUN_THE_REST = "#!/bin/sh\nshift 2\nexec \"$@\"\n";

  @TempDir Path folder;

  private Board host;
  private Path programs;

  @BeforeEach
  void eightCpusWithTwoThreadsACore() throws IOException {
    host = new Board(Files.createDirectory(folder.resolve("root")));
    programs = Files.createDirectory(folder.resolve("bin"));
    host.file("proc/self/status", "Name:\tjava\nCpus_allowed_list:\t0-7\n");
    host.file("proc/self/stat", "1 (a (b) c) S 0 0 0 0 0 0 0 0 0 0 0 0 0 0 20 0 9 0 0\n");
    host.file("proc/meminfo", "MemTotal:       16384000 kB\n");
    for (int cpu = 0; cpu < 8; cpu++) {
      host.file(
          "sys/devices/system/cpu/cpu" + cpu + "/topology/thread_siblings_list",
          cpu % 4 + "," + (cpu % 4 + 4));
    }
  }

  @Nested
  class OfAProfileThatStatesNoLimit {

    @Test
    void leavesTheCommandAlone() {
      Confinement confinement = plan(profile(0, 0, OptionalInt.empty()));

      try (Cell cell = confinement.open()) {
        assertThat(cell.command(List.of("java", "-version"))).containsExactly("java", "-version");
      }
      assertThat(confinement.facts())
          .containsOnlyKeys("limits.threads", "limits.execution-provider");
    }

    @Test
    void tellsNothingIfThereIsNoProfileAtAll() {
      assertThat(Confinement.NONE.facts()).isEmpty();
    }
  }

  @Nested
  class OfCpus {

    @Test
    void takesWholeCoresFirstAndTheFirstCpuLast() throws IOException {
      script("taskset", RUN_THE_REST);

      assertThat(cpus(2)).isEqualTo("1-2 (taskset)");
      assertThat(cpus(4)).isEqualTo("0-3 (taskset)");
      assertThat(cpus(6)).isEqualTo("0-5 (taskset)");
    }

    @Test
    void wrapsTheWorker() throws IOException {
      Path taskset = script("taskset", RUN_THE_REST);

      try (Cell cell = plan(profile(2, 0, OptionalInt.empty())).open()) {
        assertThat(cell.command(List.of("java")))
            .containsExactly(taskset.toString(), "-c", "1-2", "java");
      }
    }

    @Test
    void needsNothingForAsManyAsThereAre() {
      assertThat(cpus(8)).isEqualTo("0-7 (all CPUs that may be used here)");
    }

    @Test
    void tellsWhyTheyAreNotHeld() throws IOException {
      assertThat(cpus(9)).isEqualTo("not enforced: the profile has 9 cores, usable here are 8");
      assertThat(cpus(2)).isEqualTo("not enforced: there is no taskset; it comes with util-linux");
      script("taskset", "#!/bin/sh\nexit 1\n");
      assertThat(cpus(2)).isEqualTo("not enforced: taskset was not allowed to set 1-2");
      Files.delete(host.root().resolve("proc/self/status"));
      assertThat(cpus(2))
          .isEqualTo("not enforced: this system does not tell which CPUs may be used");
    }

    @Test
    void believesTheKernelAndNotTheProgram() throws IOException {
      script("taskset", RUN_THE_REST);
      Confinement confinement = plan(profile(2, 0, OptionalInt.empty()));

      host.file("proc/4711/status", "Cpus_allowed_list:\t1-2\n");
      confinement.observe(PID, confinement.open());
      assertThat(confinement.facts()).containsEntry("limits.cpu-set", "1-2 (taskset)");

      host.file("proc/4711/status", "Cpus_allowed_list:\t0-7\n");
      confinement.observe(PID, confinement.open());
      host.file("proc/4711/status", "Cpus_allowed_list:\t1-2\n");
      confinement.observe(PID, confinement.open());
      assertThat(confinement.facts())
          .containsEntry(
              "limits.cpu-set", "not held: asked for 1-2 (taskset), the worker may use 0-7");
    }

    private String cpus(int cores) {
      return fact(plan(profile(cores, 0, OptionalInt.empty())), "cpu-set");
    }
  }

  @Nested
  class OfNiceness {

    @Test
    void isAskedForAsTheDifference() throws IOException {
      host.file("proc/self/stat", "1 (java) S 0 0 0 0 0 0 0 0 0 0 0 0 0 0 25 5 9 0 0\n");
      Path nice = script("nice", "#!/bin/sh\necho 7\n");
      Confinement confinement = plan(profile(0, 0, OptionalInt.of(7)));

      try (Cell cell = confinement.open()) {
        assertThat(cell.command(List.of("java")))
            .containsExactly(nice.toString(), "-n", "2", "java");
      }
      host.file("proc/4711/stat", "4711 (java) S 0 0 0 0 0 0 0 0 0 0 0 0 0 0 27 7 9 0 0\n");
      confinement.observe(PID, confinement.open());
      assertThat(fact(confinement, "nice")).isEqualTo("7 (nice)");
    }

    @Test
    void tellsThatAHigherPriorityIsNotAllowed() throws IOException {
      script("nice", "#!/bin/sh\necho nice: cannot set niceness: Permission denied >&2\necho 0\n");

      assertThat(fact(plan(profile(0, 0, OptionalInt.of(-5))), "nice"))
          .isEqualTo(
              "not enforced: going from 0 to -5 is not allowed; it takes root or a higher limit"
                  + " (ulimit -e)");
    }

    @Test
    void needsNothingWhereItIsSo() {
      assertThat(fact(plan(profile(0, 0, OptionalInt.of(0))), "nice"))
          .isEqualTo("0 (as Touchstone itself)");
    }
  }

  @Nested
  class OfMemory {

    private static final long LIMIT = 1L << 30;

    @Test
    void needsNoLimitOnAMachineThatHasNoMore() {
      assertThat(memory(1L << 40)).isEqualTo("none needed: this machine has 15.6 GiB in all");
    }

    @Test
    void isAGroupOfVersion2ThatTheWorkersShellJoins() throws IOException {
      Path group = handedOver("cgroup.controllers", "cpu memory pids");
      Confinement confinement = plan(profile(0, LIMIT, OptionalInt.empty()), group);

      try (Cell cell = confinement.open()) {
        Path made = cell.group().orElseThrow();
        assertThat(made.getParent()).isEqualTo(group);
        assertThat(made.resolve("memory.max")).hasContent("1073741824");
        assertThat(group.resolve("cgroup.subtree_control")).hasContent("+memory");
        long pid = runInside(cell);
        confinement.observe(pid, cell);
        assertThat(fact(confinement, "memory")).isEqualTo("1.00 GiB (cgroup v2)");
        confinement.observe(pid + 1, cell);
        assertThat(fact(confinement, "memory"))
            .isEqualTo(
                "not held: asked for 1.00 GiB (cgroup v2), but the worker is not in the group");
      }
      assertThat(folders(group)).isEmpty();
    }

    @Test
    void isAGroupOfVersion1WithItsSwap() throws IOException {
      Path group = handedOver("memory.limit_in_bytes", "9223372036854771712");
      Confinement confinement = plan(profile(0, LIMIT, OptionalInt.empty()), group);

      try (Cell cell = confinement.open()) {
        Path made = cell.group().orElseThrow();
        assertThat(made.resolve("memory.limit_in_bytes")).hasContent("1073741824");
        confinement.observe(runInside(cell), cell);
        assertThat(fact(confinement, "memory")).isEqualTo("1.00 GiB (cgroup v1)");
        Files.writeString(made.resolve("memory.limit_in_bytes"), "2147483648");
        confinement.observe(runInside(cell), cell);
        assertThat(fact(confinement, "memory")).endsWith("but the group's limit is 2147483648");
      }
    }

    @Test
    void sweepsWhatAKilledRunLeftAndNothingElse() throws IOException {
      Path group = handedOver("cgroup.controllers", "memory");
      long gone = new ProcessBuilder("true").start().onExit().join().pid();
      Files.createDirectory(group.resolve("touchstone-" + gone + "-1"));
      Files.createDirectory(group.resolve("touchstone-" + ProcessHandle.current().pid() + "-1"));
      Files.createDirectory(group.resolve("somebody-else"));

      plan(profile(0, LIMIT, OptionalInt.empty()), group);

      assertThat(folders(group))
          .containsExactlyInAnyOrder(
              "somebody-else", "touchstone-" + ProcessHandle.current().pid() + "-1");
    }

    @Test
    void tellsWhatIsWrongWithTheGroupThatWasNamed() throws IOException {
      host.file("proc/self/limits", "Max data size  unlimited unlimited bytes\n");
      Path shell = script("sh", "");
      Path other = handedOver("cgroup.controllers", "cpu");

      assertThat(fact(plan(profile(0, LIMIT, OptionalInt.empty()), other), "memory"))
          .isEqualTo(
              "1.00 GiB of private memory, without mapped files (ulimit -d, since"
                  + " TOUCHSTONE_CGROUP names "
                  + other
                  + ", which has no memory controller and systemd makes none)");
      Files.delete(shell);
      Path nowhere = folder.resolve("nowhere");
      assertThat(fact(plan(profile(0, LIMIT, OptionalInt.empty()), nowhere), "memory"))
          .startsWith("not enforced: TOUCHSTONE_CGROUP names " + nowhere + ", which is no folder");
    }

    @Test
    void leavesAGroupOfRootAlone() throws IOException {
      host.file("proc/self/cgroup", "4:memory:/job/1\n0::/\n");
      Path group = host.root().resolve("sys/fs/cgroup/memory/job/1");
      host.file("sys/fs/cgroup/memory/job/1/memory.limit_in_bytes", "9223372036854771712");
      boolean root = Integer.valueOf(0).equals(Files.getAttribute(group, "unix:uid"));

      String fact = memory(LIMIT);

      assertThat(fact)
          .isEqualTo(
              root
                  ? "not enforced: no control group was handed over to this user and systemd makes"
                      + " none"
                  : "1.00 GiB (cgroup v1)");
    }

    @Test
    void isAScopeOfSystemdWhereThatMakesOne() throws IOException {
      Path log = folder.resolve("log");
      Path run =
          script(
              "systemd-run",
              "#!/bin/sh\necho \"$*\" >> "
                  + log
                  + "\nwhile [ \"$1\" != -- ]; do shift; done\nshift\nexec \"$@\"\n");
      Confinement confinement = plan(profile(0, LIMIT, OptionalInt.empty()));

      try (Cell cell = confinement.open()) {
        assertThat(cell.command(List.of("java")))
            .containsExactly(
                run.toString(),
                "--user",
                "--scope",
                "--quiet",
                "--collect",
                "--no-ask-password",
                "-p",
                "MemoryMax=1073741824",
                "-p",
                "MemorySwapMax=0",
                "--",
                "java");
        assertThat(log).content().startsWith("--user --scope");
        host.file("proc/4711/cgroup", "0::/user.slice/run-r1.scope\n");
        host.file("sys/fs/cgroup/user.slice/run-r1.scope/memory.max", "1073741824\n");
        confinement.observe(PID, cell);
        assertThat(fact(confinement, "memory")).isEqualTo("1.00 GiB (systemd-run)");
        host.file("sys/fs/cgroup/user.slice/run-r1.scope/memory.max", "max\n");
        confinement.observe(PID, cell);
        assertThat(fact(confinement, "memory")).endsWith("but the group's limit is max");
      }
    }

    @Test
    void asksTheSystemsManagerIfTheUsersIsNotThere() throws IOException {
      script("systemd-run", "#!/bin/sh\n[ \"$1\" = --user ] && exit 1\nexit 0\n");

      try (Cell cell = plan(profile(0, LIMIT, OptionalInt.empty())).open()) {
        assertThat(cell.command(List.of("java"))).doesNotContain("--user").contains("--scope");
      }
    }

    private String memory(long bytes) {
      return fact(plan(profile(0, bytes, OptionalInt.empty())), "memory");
    }

    private Path handedOver(String file, String content) throws IOException {
      Path group = Files.createTempDirectory(folder, "group");
      Files.writeString(group.resolve(file), content);
      return group;
    }

    private long runInside(Cell cell) throws IOException {
      Process process = new ProcessBuilder(cell.command(List.of("sh", "-c", "echo $$"))).start();
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      process.onExit().join();
      // Joining replaces no process: what is measured is what was started.
      assertThat(said).isEqualTo(String.valueOf(process.pid()));
      return process.pid();
    }

    private static List<String> folders(Path group) throws IOException {
      try (var all = Files.list(group)) {
        return all.filter(Files::isDirectory).map(f -> f.getFileName().toString()).toList();
      }
    }
  }

  private static String fact(Confinement confinement, String key) {
    return confinement.facts().getOrDefault("limits." + key, "");
  }

  private Confinement plan(HardwareProfile profile) {
    return Confinement.plan(profile, new Host(host.root(), List.of(programs), Map.of()));
  }

  private Confinement plan(HardwareProfile profile, Path group) {
    return Confinement.plan(
        profile,
        new Host(host.root(), List.of(programs), Map.of("TOUCHSTONE_CGROUP", group.toString())));
  }

  private Path script(String name, String text) throws IOException {
    Path program = Files.writeString(programs.resolve(name), text);
    assertThat(program.toFile().setExecutable(true)).isTrue();
    return program;
  }

  private static HardwareProfile profile(int cores, long memory, OptionalInt nice) {
    return new HardwareProfile(
        "p",
        "",
        List.of(),
        Optional.empty(),
        Set.of(),
        cores == 0 ? OptionalInt.empty() : OptionalInt.of(cores),
        memory == 0 ? OptionalLong.empty() : OptionalLong.of(memory),
        1,
        nice,
        "cpu",
        RequiredConditions.NONE,
        List.of());
  }
}
