package dev.touchstone.runner.confinement;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Gives a worker its niceness by {@code nice}, see nice(1). */
record NiceLimit(Host host, Path program, int change, int nice) implements Limit {

  static final String KEY = "nice";

  static Limit plan(Host host, int nice) {
    int now = host.nice("self").orElse(0);
    if (now == nice) {
      return new Fact(KEY, nice + " (as Touchstone itself)");
    }
    Optional<Path> program = host.program("nice");
    if (program.isEmpty()) {
      return new Fact(KEY, "not enforced: there is no nice on the path");
    }
    NiceLimit limit = new NiceLimit(host, program.get(), nice - now, nice);
    // Without the right to be first, nice warns and goes on; asked for nothing, it prints a number.
    return host.run(limit.around(List.of(program.get().toString())))
            .filter(String.valueOf(nice)::equals)
            .isPresent()
        ? limit
        : new Fact(
            KEY,
            "not enforced: going from "
                + now
                + " to "
                + nice
                + " is not allowed; it takes root or a higher limit (ulimit -e)");
  }

  @Override
  public String key() {
    return KEY;
  }

  @Override
  public String asked() {
    return nice + " (nice)";
  }

  @Override
  public List<String> around(List<String> command, Cell cell) {
    return around(command);
  }

  private List<String> around(List<String> command) {
    return Stream.concat(
            Stream.of(program.toString(), "-n", String.valueOf(change)), command.stream())
        .toList();
  }

  @Override
  public String observed(long pid, Cell cell) {
    Optional<Integer> real = host.nice(String.valueOf(pid));
    return real.filter(n -> n == nice).isPresent()
        ? asked()
        : "not held: asked for "
            + asked()
            + ", the worker has "
            + real.map(String::valueOf).orElse("what nobody tells");
  }
}
