package dev.touchstone.runner.power;

import dev.touchstone.runner.system.FileTree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Power rails that a chip on the board measures (kernel documentation, {@code
 * hwmon/sysfs-interface.rst}, {@code hwmon/ina3221.rst}, {@code hwmon/ina238.rst}, {@code
 * hwmon/acpi_power_meter.rst}). Of an INA3221 voltage and current are read and multiplied; other
 * chips tell power. The rail that feeds the whole module is taken if there is one, such as {@code
 * VDD_IN} of a Jetson Orin Nano, else the sum of all rails. Power is integrated over time by the
 * trapezoidal rule.
 */
final class Rails implements PowerSensor {

  private static final String HWMON = "sys/class/hwmon";
  private static final String THREE_CHANNELS = "ina3221";
  private static final String POWER_CHIPS = "ina2\\d\\d|sq52206|power_meter";

  /** Rails that feed all the others. */
  private static final String INPUT = "VDD_IN|POM_5V_IN";

  private static final double MILLI = 1e-3;
  private static final double MICRO = 1e-6;

  private final FileTree tree;
  private final List<Rail> rails;
  private Optional<Instant> lastAt = Optional.empty();
  private double lastWatts;
  private double joules;

  /**
   * One rail: a file of power in microwatts, or one of voltage in millivolts and one of current in
   * milliamperes.
   *
   * @param label its name on the board
   * @param files one or two, in that order
   */
  record Rail(String label, List<String> files) {

    /** Copies the names. */
    Rail {
      files = List.copyOf(files);
    }

    /** Its power at this moment, in watts. */
    OptionalDouble watts(FileTree tree) {
      OptionalLong first = tree.number(files.get(0));
      if (files.size() == 1) {
        return first.isPresent()
            ? OptionalDouble.of(first.getAsLong() * MICRO)
            : OptionalDouble.empty();
      }
      OptionalLong second = tree.number(files.get(1));
      return first.isPresent() && second.isPresent()
          ? OptionalDouble.of(first.getAsLong() * MILLI * second.getAsLong() * MILLI)
          : OptionalDouble.empty();
    }
  }

  private Rails(FileTree tree, List<Rail> rails) {
    this.tree = tree;
    this.rails = rails;
  }

  /** Every rail that answers. */
  static List<Rail> all(FileTree tree) {
    List<Rail> rails = new ArrayList<>();
    for (String chip : tree.names(HWMON, "hwmon\\d+")) {
      String folder = HWMON + "/" + chip;
      String name = tree.text(folder + "/name").orElse("");
      if (name.equals(THREE_CHANNELS)) {
        addChannels(tree, folder, rails);
      } else if (name.matches(POWER_CHIPS)) {
        addPower(tree, folder, name, rails);
      }
    }
    return rails.stream().filter(rail -> rail.watts(tree).isPresent()).toList();
  }

  /** Channels 4 to 7 of the chip are shunt voltages and sums, no rails; NC is not connected. */
  private static void addChannels(FileTree tree, String folder, List<Rail> rails) {
    for (int i = 1; i <= 3; i++) {
      String label = tree.text(folder + "/in" + i + "_label").orElse(THREE_CHANNELS + " rail " + i);
      boolean off = tree.number(folder + "/in" + i + "_enable").orElse(1) == 0;
      if (!off && !label.equals("NC")) {
        rails.add(
            new Rail(
                label, List.of(folder + "/in" + i + "_input", folder + "/curr" + i + "_input")));
      }
    }
  }

  private static void addPower(FileTree tree, String folder, String chip, List<Rail> rails) {
    for (String file : tree.names(folder, "power\\d+_input|power\\d+_average")) {
      String channel = file.substring(0, file.indexOf('_'));
      if (file.endsWith("_average") && tree.has(folder + "/" + channel + "_input")) {
        continue;
      }
      String label = tree.text(folder + "/" + channel + "_label").orElse(chip);
      rails.add(new Rail(label, List.of(folder + "/" + file)));
    }
  }

  /** The sensor, or why there is none. */
  static Search search(FileTree tree) {
    List<Rail> all = all(tree);
    if (all.isEmpty()) {
      return Search.absent(
          "power rails: no chip below /"
              + HWMON
              + " measures power (INA3221, INA226 and the like)");
    }
    List<Rail> input = all.stream().filter(rail -> rail.label().matches(INPUT)).toList();
    return Search.found(new Rails(tree, input.isEmpty() ? all : input.subList(0, 1)));
  }

  @Override
  public String name() {
    return (rails.size() == 1 ? "rail " : "rails ")
        + rails.stream().map(Rail::label).collect(Collectors.joining(" + "));
  }

  @Override
  public OptionalDouble joules(Instant now) {
    double watts = 0;
    for (Rail rail : rails) {
      OptionalDouble each = rail.watts(tree);
      if (each.isEmpty()) {
        return OptionalDouble.empty();
      }
      watts += each.getAsDouble();
    }
    if (lastAt.isPresent()) {
      joules += (watts + lastWatts) / 2 * PowerTrace.seconds(lastAt.get(), now);
    }
    lastAt = Optional.of(now);
    lastWatts = watts;
    return OptionalDouble.of(joules);
  }
}
