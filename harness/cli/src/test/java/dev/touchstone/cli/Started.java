package dev.touchstone.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A command in a process of its own, with folders of its own.
 *
 * @param process the process
 * @param home holds its cache, store, lock, and scratch folder, and what it prints
 */
record Started(Process process, Path home) {

  /** Starts a program of the class path as the launcher would. */
  static Started java(Path home, Class<?> program, Object... arguments) throws IOException {
    return java(home, lock(home), program, arguments);
  }

  /** The same with another lock. */
  static Started java(Path home, Path lock, Class<?> program, Object... arguments)
      throws IOException {
    Path scratch = Files.createDirectories(home.resolve("scratch"));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + scratch,
                "-Dtouchstone.scratch=" + scratch,
                program.getName()));
    Stream.of(arguments).map(String::valueOf).forEach(command::add);
    return start(home, lock, command);
  }

  static Started start(Path home, Path lock, List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
    builder.environment().put("TOUCHSTONE_CACHE", home.resolve("cache").toString());
    builder.environment().put("TOUCHSTONE_STORE", home.resolve("store").toString());
    builder.environment().put("TOUCHSTONE_LOCK", lock.toString());
    builder.environment().put("TMPDIR", home.toString());
    // Not by -cp: ONNX Runtime 1.29 recurses once for each character of its own command line.
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.redirectError(home.resolve("err").toFile());
    builder.redirectOutput(home.resolve("out.txt").toFile());
    return new Started(builder.start(), home);
  }

  static Path lock(Path home) {
    return home.resolve("lock");
  }

  /** Its exit code. */
  int end() throws InterruptedException {
    if (!process.waitFor(100, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("did not end: " + said());
    }
    return process.exitValue();
  }

  /** What it has printed on standard error. */
  String said() {
    try {
      return Files.readString(home.resolve("err"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits until it has printed so many lines on standard error, or ended. */
  void awaitLines(int count) throws InterruptedException {
    while (process.isAlive() && said().lines().count() < count) {
      Thread.sleep(5);
    }
  }

  void signal(String name) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  /** Whether the signal does nothing to what this process starts, as below {@code nohup}. */
  static boolean isIgnored(int signal) throws IOException {
    String mask =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .findFirst()
            .orElse("SigIgn: 0");
    return (Long.parseUnsignedLong(mask.substring("SigIgn:".length()).strip(), 16) >> (signal - 1)
            & 1)
        != 0;
  }

  /** Processes, other than this one, whose command line names the folder. */
  static List<ProcessHandle> processesOf(Path folder) {
    return ProcessHandle.allProcesses()
        .filter(each -> each.pid() != ProcessHandle.current().pid())
        .filter(each -> each.info().commandLine().orElse("").contains(folder.toString()))
        .toList();
  }
}
