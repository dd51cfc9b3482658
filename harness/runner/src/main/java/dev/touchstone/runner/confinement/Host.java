package dev.touchstone.runner.confinement;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The machine that workers run on.
 *
 * @param root of the file tree that holds {@code proc} and {@code sys}; {@code /} on a live machine
 * @param path folders in which programs are looked for
 * @param environment variables of this process
 */
public record Host(Path root, List<Path> path, Map<String, String> environment) {

  private static final long PROBE_SECONDS = 5;

  /** Copies. */
  public Host {
    path = List.copyOf(path);
    environment = Map.copyOf(environment);
  }

  /** The machine that this process runs on. */
  public static Host ofThisProcess() {
    Map<String, String> environment = System.getenv();
    List<Path> path =
        Arrays.stream(environment.getOrDefault("PATH", "").split(File.pathSeparator))
            .filter(folder -> !folder.isBlank())
            .map(Path::of)
            .toList();
    return new Host(Path.of("/"), path, environment);
  }

  /** A program on the path. */
  Optional<Path> program(String name) {
    return path.stream().map(p -> p.resolve(name)).filter(Files::isExecutable).findFirst();
  }

  /** The content of a file below the root without white space around it; empty if unreadable. */
  Optional<String> text(String file) {
    try {
      return Optional.of(Files.readString(root.resolve(file), StandardCharsets.ISO_8859_1).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** What stands behind a key in a file of lines such as {@code Cpus_allowed_list: 0-1}. */
  Optional<String> keyed(String file, String key) {
    return text(file).stream()
        .flatMap(String::lines)
        .filter(line -> line.startsWith(key + ":"))
        .map(line -> line.substring(key.length() + 1).strip())
        .findFirst();
  }

  /** CPUs that a process may use; {@code self} is this one. */
  Optional<CpuSet> allowedCpus(String process) {
    return keyed("proc/" + process + "/status", "Cpus_allowed_list").flatMap(CpuSet::parse);
  }

  /** Installed memory in bytes. */
  Optional<Long> memoryBytes() {
    return keyed("proc/meminfo", "MemTotal")
        .filter(text -> text.matches("\\d{1,15} kB"))
        .map(text -> Long.parseLong(text.substring(0, text.length() - 3)) * 1024);
  }

  /** The niceness of a process, field 19 of {@code /proc/PID/stat}. */
  Optional<Integer> nice(String process) {
    // The second field is the program's name in brackets and may hold anything.
    return text("proc/" + process + "/stat")
        .map(stat -> stat.substring(stat.lastIndexOf(')') + 1).strip().split("\\s+"))
        .filter(fields -> fields.length > 16 && fields[16].matches("-?\\d{1,2}"))
        .map(fields -> Integer.parseInt(fields[16]));
  }

  /** The path of a process in a hierarchy of control groups; {@code ""} names version 2. */
  Optional<String> group(String process, String controller) {
    return text("proc/" + process + "/cgroup").stream()
        .flatMap(String::lines)
        .map(line -> line.split(":", 3))
        .filter(f -> f.length == 3 && Arrays.asList(f[1].split(",", -1)).contains(controller))
        .map(f -> f[2])
        .findFirst();
  }

  /**
   * Runs a short program.
   *
   * @return what it printed, errors included; empty if it did not end with 0 within seconds
   */
  Optional<String> run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      try {
        process.getOutputStream().close();
        if (!process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS)) {
          return Optional.empty();
        }
        String said =
            new String(process.getInputStream().readNBytes(1 << 12), StandardCharsets.UTF_8);
        return process.exitValue() == 0 ? Optional.of(said.strip()) : Optional.empty();
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
