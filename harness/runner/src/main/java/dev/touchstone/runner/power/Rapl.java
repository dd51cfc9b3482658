package dev.touchstone.runner.power;

import dev.touchstone.runner.system.FileTree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * The energy counters of Intel and AMD processors (kernel documentation, {@code
 * power/powercap/powercap.rst}): the packages with all their cores, and the memory where it is
 * counted apart. Cores and uncore are parts of a package and {@code psys} holds the packages, so
 * that adding them would count twice; {@code intel-rapl-mmio} shows the same package again.
 */
final class Rapl implements PowerSensor {

  private static final String FOLDER = "sys/class/powercap";
  private static final String ZONE = "intel-rapl:\\d+(:\\d+)?";
  private static final String COUNTED = "package-\\d+|dram";
  private static final double MICRO = 1e-6;

  /**
   * One counter.
   *
   * @param path its folder in the tree
   * @param name such as {@code package-0}
   */
  record Zone(String path, String name) {}

  private final FileTree tree;
  private final List<Zone> zones;
  private final Map<Zone, Long> last = new HashMap<>();
  private double joules;

  private Rapl(FileTree tree, List<Zone> zones) {
    this.tree = tree;
    this.zones = zones;
  }

  /** The zones that are added up, whether they can be read or not. */
  static List<Zone> zones(FileTree tree) {
    List<Zone> zones = new ArrayList<>();
    for (String folder : tree.names(FOLDER, ZONE)) {
      String path = FOLDER + "/" + folder;
      tree.text(path + "/name")
          .filter(name -> name.matches(COUNTED))
          .ifPresent(name -> zones.add(new Zone(path, name)));
    }
    return zones;
  }

  /** The sensor, or why there is none. */
  static Search search(FileTree tree) {
    List<Zone> zones = zones(tree);
    if (zones.isEmpty()) {
      return Search.absent(
          "RAPL: no package below /" + FOLDER + " (no such processor, or a virtual machine)");
    }
    for (Zone zone : zones) {
      String file = zone.path() + "/energy_uj";
      Optional<String> obstacle = tree.whyUnreadable(file);
      if (obstacle.isPresent()) {
        return Search.absent(
            "RAPL: /"
                + file
                + ": "
                + obstacle.get()
                + (obstacle.get().equals("permission denied")
                    ? "; \"sudo chmod a+r /" + file + "\" opens it until the next boot"
                    : ""));
      }
    }
    return Search.found(new Rapl(tree, zones));
  }

  @Override
  public String name() {
    return "RAPL " + zones.stream().map(Zone::name).distinct().collect(Collectors.joining(" + "));
  }

  @Override
  public OptionalDouble joules(Instant now) {
    Map<Zone, Long> counters = new HashMap<>();
    for (Zone zone : zones) {
      OptionalLong counter = tree.number(zone.path() + "/energy_uj");
      if (counter.isEmpty()) {
        return OptionalDouble.empty();
      }
      counters.put(zone, counter.getAsLong());
    }
    for (Zone zone : zones) {
      long counter = counters.getOrDefault(zone, 0L);
      long step = counter - last.getOrDefault(zone, counter);
      if (step < 0) { // it starts again at 0 once in a while: after minutes to hours
        step += tree.number(zone.path() + "/max_energy_range_uj").orElse(-step);
      }
      joules += step * MICRO;
    }
    last.putAll(counters);
    return OptionalDouble.of(joules);
  }
}
