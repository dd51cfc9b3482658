package dev.touchstone.runner.system;

import dev.touchstone.scenarios.HardwareProfile;
import dev.touchstone.scenarios.RequiredConditions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A machine written down as a profile: what this process may use of it, by affinity and control
 * groups.
 *
 * @param facts by the keys of {@link HostFacts} and {@link BoardFacts}
 */
record Detection(FileTree tree, Map<String, String> facts) {

  private static final long MEBIBYTE = 1 << 20;

  HardwareProfile profile(String name) {
    OptionalInt cores = cores();
    return new HardwareProfile(
        name,
        description(),
        boards(),
        fact(HostFacts.ARCHITECTURE).filter(a -> a.matches("amd64|aarch64")),
        Set.of(CpuFeatures.ofInterest(CpuFeatures.detect(tree.root())).split(" ")).stream()
            .filter(feature -> !feature.isEmpty())
            .collect(Collectors.toSet()),
        cores,
        memory(),
        threads(cores.orElse(1)),
        OptionalInt.empty(),
        "cpu",
        RequiredConditions.NONE,
        List.of());
  }

  private String description() {
    return Stream.of(
            boards().stream().findFirst(),
            fact("cpu.model"),
            fact("os.kernel").map(k -> "Linux " + k))
        .flatMap(Optional::stream)
        .collect(Collectors.joining(", "));
  }

  private List<String> boards() {
    return fact(BoardFacts.MODEL)
        .or(() -> fact(BoardFacts.PRODUCT))
        .map(List::of)
        .orElse(List.of());
  }

  private OptionalInt cores() {
    int allowed =
        tree.lines("proc/self/status").stream()
            .filter(line -> line.startsWith("Cpus_allowed_list:"))
            .mapToInt(line -> count(line.substring(line.indexOf(':') + 1).strip()))
            .findFirst()
            .orElse(0);
    int all = allowed > 0 ? allowed : (int) number(HostFacts.CORES).orElse(0);
    if (all < 1) {
      return OptionalInt.empty();
    }
    double quota = ControlGroup.read(tree).cpus().orElse((double) all);
    return OptionalInt.of((int) Math.max(1, Math.min((double) all, Math.floor(quota))));
  }

  /** How many numbers a list such as {@code 0-3,6} names; 0 if it is none. */
  private static int count(String list) {
    if (!list.matches("\\d{1,5}(-\\d{1,5})?(,\\d{1,5}(-\\d{1,5})?)*")) {
      return 0;
    }
    return Arrays.stream(list.split(",", -1))
        .map(part -> part.split("-", -1))
        .mapToInt(p -> Integer.parseInt(p[p.length - 1]) - Integer.parseInt(p[0]) + 1)
        .sum();
  }

  /** In whole MiB: the tightest of what is installed and what the control groups allow. */
  private OptionalLong memory() {
    OptionalLong installed = number(HostFacts.MEMORY);
    OptionalLong limit = ControlGroup.read(tree).memoryBytes();
    if (installed.isEmpty() && limit.isEmpty()) {
      return OptionalLong.empty();
    }
    long least =
        Math.min(installed.orElse(Long.MAX_VALUE), limit.orElse(Long.MAX_VALUE)) / MEBIBYTE;
    return least > 0 ? OptionalLong.of(least * MEBIBYTE) : OptionalLong.empty();
  }

  /** One for each core that is a core: a second thread of the same adds noise and little speed. */
  private int threads(int cores) {
    long physical = number("cpu.cores-physical").orElse(cores);
    return (int) Math.max(1, Math.min(cores, physical));
  }

  private Optional<String> fact(String key) {
    return Optional.ofNullable(facts.get(key)).filter(text -> !text.isBlank());
  }

  private OptionalLong number(String key) {
    return fact(key).map(FileTree::decimal).orElse(OptionalLong.empty());
  }
}
