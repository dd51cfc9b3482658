package dev.touchstone.runner.confinement;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A control group for each worker, which the worker's own shell joins before the worker is there,
 * so that no byte is charged elsewhere. Swap is closed, since a board's memory does not grow.
 */
record GroupLimit(Host host, GroupSearch.Place place, long bytes) implements Limit {

  private static final String JOIN = "echo $$ > \"$0\" && exec \"$@\"";

  @Override
  public String key() {
    return MemoryLimit.KEY;
  }

  @Override
  public String asked() {
    return MemoryLimit.text(bytes) + " (cgroup v" + place.version() + ")";
  }

  /** Makes the group of one worker. */
  Path open(long number) {
    Path group = GroupFolders.make(place.folder(), number);
    if (place.version() == 2) {
      GroupFolders.write(group.resolve("memory.max"), String.valueOf(bytes));
      writeIfPresent(group.resolve("memory.swap.max"), "0");
      writeIfPresent(group.resolve("memory.oom.group"), "1");
    } else {
      writeIfPresent(group.resolve("memory.swappiness"), "0");
      GroupFolders.write(group.resolve("memory.limit_in_bytes"), String.valueOf(bytes));
      writeIfPresent(group.resolve("memory.memsw.limit_in_bytes"), String.valueOf(bytes));
    }
    return group;
  }

  private static void writeIfPresent(Path file, String value) {
    if (Files.exists(file)) {
      GroupFolders.write(file, value);
    }
  }

  @Override
  public List<String> around(List<String> command, Cell cell) {
    String shell = host.program("sh").map(Path::toString).orElse("/bin/sh");
    Path members = cell.group().orElseThrow().resolve("cgroup.procs");
    return Stream.concat(Stream.of(shell, "-c", JOIN, members.toString()), command.stream())
        .toList();
  }

  @Override
  public String observed(long pid, Cell cell) {
    Path group = cell.group().orElseThrow();
    String file = place.version() == 2 ? "memory.max" : "memory.limit_in_bytes";
    String limit = GroupFolders.text(group.resolve(file));
    boolean member =
        Arrays.asList(GroupFolders.text(group.resolve("cgroup.procs")).split("\\s+"))
            .contains(String.valueOf(pid));
    // The kernel rounds down to pages.
    boolean close =
        Optional.of(limit)
            .filter(l -> l.matches("\\d{1,18}"))
            .map(Long::parseLong)
            .filter(l -> l <= bytes && l > bytes - (1 << 17))
            .isPresent();
    return member && close
        ? asked()
        : "not held: asked for "
            + asked()
            + ", but "
            + (member ? "the group's limit is " + limit : "the worker is not in the group");
  }
}
