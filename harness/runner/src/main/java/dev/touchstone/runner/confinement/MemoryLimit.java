package dev.touchstone.runner.confinement;

import dev.touchstone.scenarios.Quantity;
import dev.touchstone.scenarios.Unit;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Holds a worker to an amount of memory by the best of what the host offers: a control group that
 * was handed over, a scope of systemd, or the limit on private memory that every process has.
 */
final class MemoryLimit {

  static final String KEY = "memory";

  private MemoryLimit() {}

  static Limit plan(Host host, long bytes) {
    Optional<Long> installed = host.memoryBytes();
    if (installed.filter(all -> all <= bytes).isPresent()) {
      return new Limit.Fact(
          KEY, "none needed: this machine has " + text(installed.get()) + " in all");
    }
    GroupSearch search = GroupSearch.on(host);
    if (search.found().isPresent()) {
      return new GroupLimit(host, search.found().get(), bytes);
    }
    Optional<Limit> scope = ScopeLimit.plan(host, bytes);
    if (scope.isPresent()) {
      return scope.get();
    }
    Optional<Path> shell = host.program("sh");
    if (shell.isPresent() && host.text("proc/self/limits").isPresent()) {
      return new DataLimit(host, shell.get(), bytes, why(search));
    }
    return new Limit.Fact(KEY, "not enforced: " + why(search));
  }

  private static String why(GroupSearch search) {
    return search.reason() + " and systemd makes none";
  }

  static String text(long bytes) {
    return new Quantity(bytes, Unit.BYTE).toString();
  }
}
