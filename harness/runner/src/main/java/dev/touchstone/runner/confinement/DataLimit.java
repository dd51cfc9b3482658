package dev.touchstone.runner.confinement;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The limit on private writable memory that every process can give itself: {@code RLIMIT_DATA}, see
 * setrlimit(2), which since Linux 4.7 counts anonymous mappings too. It is no control group: files
 * that are mapped are not counted, memory that is asked for counts before it is touched, and what
 * ends is the allocation and not the process. The limit on address space would be none: a JVM
 * reserves many times what it uses.
 *
 * @param why no control group was used
 */
record DataLimit(Host host, Path shell, long bytes, String why) implements Limit {

  private static final String SET = "ulimit -d \"$0\" && exec \"$@\"";

  @Override
  public String key() {
    return MemoryLimit.KEY;
  }

  @Override
  public String asked() {
    return MemoryLimit.text(bytes)
        + " of private memory, without mapped files (ulimit -d, since "
        + why
        + ")";
  }

  @Override
  public List<String> around(List<String> command, Cell cell) {
    return Stream.concat(
            Stream.of(shell.toString(), "-c", SET, String.valueOf(bytes / 1024)), command.stream())
        .toList();
  }

  @Override
  public String observed(long pid, Cell cell) {
    Optional<String> limit =
        host.text("proc/" + pid + "/limits").stream()
            .flatMap(String::lines)
            .filter(line -> line.startsWith("Max data size"))
            .map(line -> line.substring("Max data size".length()).strip().split("\\s+", 2)[0])
            .findFirst();
    return limit.filter(String.valueOf(bytes / 1024 * 1024)::equals).isPresent()
        ? asked()
        : "not held: asked for "
            + asked()
            + ", the worker's limit is "
            + limit.orElse("not to be read");
  }
}
