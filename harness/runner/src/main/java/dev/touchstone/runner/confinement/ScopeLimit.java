package dev.touchstone.runner.confinement;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A transient scope that systemd makes for each worker, see systemd-run(1). */
record ScopeLimit(Host host, List<String> prefix, long bytes) implements Limit {

  static Optional<Limit> plan(Host host, long bytes) {
    Optional<Path> program = host.program("systemd-run");
    if (program.isEmpty()) {
      return Optional.empty();
    }
    for (List<String> manager : List.of(List.of("--user"), List.<String>of())) {
      List<String> prefix = new ArrayList<>(List.of(program.get().toString()));
      prefix.addAll(manager);
      prefix.addAll(
          List.of(
              "--scope",
              "--quiet",
              "--collect",
              "--no-ask-password",
              "-p",
              "MemoryMax=" + bytes,
              "-p",
              "MemorySwapMax=0",
              "--"));
      ScopeLimit limit = new ScopeLimit(host, List.copyOf(prefix), bytes);
      if (host.run(limit.around(List.of("true"))).isPresent()) {
        return Optional.of(limit);
      }
    }
    return Optional.empty();
  }

  @Override
  public String key() {
    return MemoryLimit.KEY;
  }

  @Override
  public String asked() {
    return MemoryLimit.text(bytes) + " (systemd-run)";
  }

  @Override
  public List<String> around(List<String> command, Cell cell) {
    return around(command);
  }

  private List<String> around(List<String> command) {
    List<String> whole = new ArrayList<>(prefix);
    whole.addAll(command);
    return List.copyOf(whole);
  }

  @Override
  public String observed(long pid, Cell cell) {
    Path mount = host.root().resolve("sys/fs/cgroup");
    String process = String.valueOf(pid);
    String limit =
        host.group(process, "")
            .map(path -> GroupFolders.text(GroupSearch.below(mount, path).resolve("memory.max")))
            .filter(text -> !text.isEmpty())
            .or(
                () ->
                    host.group(process, "memory")
                        .map(path -> GroupSearch.below(mount.resolve("memory"), path))
                        .map(g -> GroupFolders.text(g.resolve("memory.limit_in_bytes"))))
            .orElse("");
    return limit.equals(String.valueOf(bytes))
        ? asked()
        : "not held: asked for "
            + asked()
            + ", but the group's limit is "
            + (limit.isEmpty() ? "not to be read" : limit);
  }
}
