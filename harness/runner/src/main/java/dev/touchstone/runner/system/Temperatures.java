package dev.touchstone.runner.system;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Temperatures in degrees Celsius, by the sensor's name (kernel documentation, {@code
 * driver-api/thermal/sysfs-api.rst} and {@code hwmon/sysfs-interface.rst}).
 */
final class Temperatures {

  /** Drivers of CPU sensors that have no thermal zone. */
  private static final String CPU_CHIPS = "coretemp|k10temp|zenpower|cpu_thermal";

  /** On Jetson boards this zone answers a constant 50 or 100. */
  private static final String DUMMY_ZONE = "PMIC-Die";

  private static final String ZONES = "sys/class/thermal";

  private Temperatures() {}

  /** All sensors that answer; a value of exactly 0 or outside (-55, 150) is no reading. */
  static Map<String, Double> read(FileTree tree) {
    Map<String, Double> temperatures = new TreeMap<>();
    for (String zone : tree.names(ZONES, "thermal_zone\\d+")) {
      String type = type(tree, zone);
      if (!type.equals(DUMMY_ZONE)) {
        add(temperatures, type, degrees(tree, ZONES + "/" + zone + "/temp"));
      }
    }
    String chips = "sys/class/hwmon";
    for (String chip : tree.names(chips, "hwmon\\d+")) {
      String name = tree.text(chips + "/" + chip + "/name").orElse("");
      if (name.matches(CPU_CHIPS)) {
        add(temperatures, name, degrees(tree, chips + "/" + chip + "/temp1_input"));
      }
    }
    return temperatures;
  }

  /**
   * For each thermal zone the lowest temperature at which it begins to slow the machine down: its
   * passive trip points. Active ones start fans, critical ones switch off.
   */
  static Map<String, Double> slowingFrom(FileTree tree) {
    Map<String, Double> limits = new TreeMap<>();
    for (String zone : tree.names(ZONES, "thermal_zone\\d+")) {
      String folder = ZONES + "/" + zone;
      for (String type : tree.names(folder, "trip_point_\\d+_type")) {
        if (tree.text(folder + "/" + type).orElse("").equals("passive")) {
          degrees(tree, folder + "/" + type.replace("_type", "_temp"))
              .ifPresent(d -> limits.merge(type(tree, zone), d, Math::min));
        }
      }
    }
    return limits;
  }

  private static String type(FileTree tree, String zone) {
    return tree.text(ZONES + "/" + zone + "/type").orElse(zone);
  }

  private static void add(Map<String, Double> to, String name, OptionalDouble degrees) {
    degrees.ifPresent(d -> to.merge(name, d, Math::max));
  }

  private static OptionalDouble degrees(FileTree tree, String path) {
    return known(tree.number(path).orElse(0) / 1000.0);
  }

  /** A reading, unless it is what absent sensors answer. */
  static OptionalDouble known(double celsius) {
    return celsius != 0 && celsius > -55 && celsius < 150
        ? OptionalDouble.of(celsius)
        : OptionalDouble.empty();
  }
}
