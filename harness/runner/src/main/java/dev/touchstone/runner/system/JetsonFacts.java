package dev.touchstone.runner.system;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a Jetson board is set: its power mode, which decides how many cores are on and how fast they
 * may be, and the frequencies of what is no CPU (NVIDIA Jetson Linux developer guide, "Platform
 * Power and Performance").
 */
final class JetsonFacts {

  private static final Pattern MODE = Pattern.compile("pmode:\\s*(\\d+)");
  private static final Pattern MODEL =
      Pattern.compile("<\\s*POWER_MODEL\\s+ID=(\\d+)\\s+NAME=(\\S+)");
  private static final String DEVFREQ = "sys/class/devfreq";

  private JetsonFacts() {}

  /**
   * The power mode that {@code nvpmodel} has set, with its name where the board's table of modes
   * tells it, such as {@code 15W (mode 0)}.
   */
  static Optional<String> powerMode(FileTree tree) {
    Matcher set = MODE.matcher(tree.text("var/lib/nvpmodel/status").orElse(""));
    if (!set.find()) {
      return Optional.empty();
    }
    int mode = Integer.parseInt(set.group(1));
    for (String line : tree.lines("etc/nvpmodel.conf")) {
      Matcher model = MODEL.matcher(line);
      if (model.find() && Integer.parseInt(model.group(1)) == mode) {
        return Optional.of(model.group(2) + " (mode " + mode + ")");
      }
    }
    return Optional.of("mode " + mode);
  }

  /** Current frequencies in Hz by device, such as that of the GPU. */
  static Map<String, Long> deviceFrequencies(FileTree tree) {
    Map<String, Long> hertz = new TreeMap<>();
    for (String device : tree.names(DEVFREQ, "[^/]+")) {
      tree.number(DEVFREQ + "/" + device + "/cur_freq")
          .ifPresent(
              hz -> {
                if (hz > 0) { // a device that is powered down answers 0
                  hertz.put(device, hz);
                }
              });
    }
    return hertz;
  }
}
