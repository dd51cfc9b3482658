package dev.touchstone.runner.system;

import dev.touchstone.scenarios.HardwareProfile;
import dev.touchstone.scenarios.Quantity;
import dev.touchstone.scenarios.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Whether a machine is the one that a profile means. A profile that names a board means that board
 * alone; any other means every machine with its architecture and features, as many cores and as
 * much memory.
 *
 * @param facts of the machine, by the keys of {@link HostFacts} and {@link BoardFacts}
 * @param features of its CPU
 */
record Emulation(HardwareProfile profile, Map<String, String> facts, Set<String> features) {

  /** Firmware, GPU and kernel keep some memory: a Raspberry Pi of 1 GiB tells of 0.89. */
  private static final double VISIBLE_MEMORY = 0.85;

  /** Every difference in one phrase, separated by semicolons; empty if there is none. */
  Optional<String> because() {
    List<String> reasons = new ArrayList<>();
    addBoard(reasons);
    addProcessor(reasons);
    addSize(reasons);
    return reasons.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", reasons));
  }

  private void addBoard(List<String> reasons) {
    if (profile.boards().isEmpty()) {
      return;
    }
    List<String> models = models();
    boolean fits =
        profile.boards().stream().anyMatch(b -> models.stream().anyMatch(m -> m.startsWith(b)));
    if (!fits) {
      reasons.add(
          "it is a "
              + profile.boards().get(0)
              + ", this machine "
              + (models.isEmpty() ? "does not tell its model" : "is a " + models.get(0)));
    }
  }

  /** What the machine calls itself: the device tree's model, or the product and its vendor. */
  private List<String> models() {
    String product = facts.getOrDefault(BoardFacts.PRODUCT, "");
    String vendor = facts.getOrDefault(BoardFacts.VENDOR, "");
    return Stream.of(facts.getOrDefault(BoardFacts.MODEL, ""), product, vendor + " " + product)
        .filter(model -> !model.isBlank())
        .toList();
  }

  private void addProcessor(List<String> reasons) {
    String host = facts.getOrDefault(HostFacts.ARCHITECTURE, "unknown");
    if (profile.architecture().isPresent() && !profile.architecture().get().equals(host)) {
      reasons.add("it is " + profile.architecture().get() + ", this machine is " + host);
      return; // another architecture has other features by their very names
    }
    Set<String> missing = new TreeSet<>(profile.cpuFeatures());
    missing.removeAll(features);
    if (!missing.isEmpty()) {
      reasons.add("this CPU lacks " + String.join(", ", missing));
    }
  }

  private void addSize(List<String> reasons) {
    long cores = number(HostFacts.CORES).orElse(0L);
    if (profile.cores().orElse(0) > cores) {
      reasons.add("it has " + profile.cores().getAsInt() + " cores, this machine " + cores);
    }
    Optional<Long> memory = number(HostFacts.MEMORY);
    if (profile.memoryBytes().isPresent()
        && memory.filter(m -> m < VISIBLE_MEMORY * profile.memoryBytes().getAsLong()).isPresent()) {
      reasons.add(
          "it has "
              + new Quantity(profile.memoryBytes().getAsLong(), Unit.BYTE)
              + " of memory, this machine "
              + new Quantity(memory.get(), Unit.BYTE));
    }
  }

  private Optional<Long> number(String key) {
    return Optional.of(facts.getOrDefault(key, ""))
        .filter(text -> text.matches("\\d{1,18}"))
        .map(Long::parseLong);
  }
}
