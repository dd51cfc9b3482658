package dev.touchstone.runner.confinement;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Looks for a control group that may be divided. A group has one writer (kernel documentation
 * {@code admin-guide/cgroup-v2.rst}, "Delegation"; systemd, "Control Group APIs and Delegation"):
 * only one that was handed over is touched, which is one that {@value #VARIABLE} names, or this
 * process's own if it belongs to a user that is not root.
 *
 * @param found the group
 * @param reason why there is none; empty if there is
 */
record GroupSearch(Optional<Place> found, String reason) {

  /** Names the folder of a group that was made for Touchstone. */
  static final String VARIABLE = "TOUCHSTONE_CGROUP";

  private static final String MOUNT = "sys/fs/cgroup";
  private static final String CHILDREN = "cgroup.subtree_control";

  /**
   * A group in which others may be made.
   *
   * @param version of the interface: 2, or 1 for a group of the memory hierarchy
   */
  record Place(Path folder, int version) {}

  static GroupSearch on(Host host) {
    Optional<String> named =
        Optional.ofNullable(host.environment().get(VARIABLE)).filter(name -> !name.isBlank());
    if (named.isPresent()) {
      Path folder = Path.of(named.get());
      if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
        return none(VARIABLE + " names " + folder + ", which is no folder that can be written");
      }
      return usable(folder, VARIABLE + " names " + folder + ", which");
    }
    Path mount = host.root().resolve(MOUNT);
    boolean unified = Files.exists(mount.resolve("cgroup.controllers"));
    Optional<String> path = host.group("self", unified ? "" : "memory");
    if (path.isEmpty()) {
      return none("this system has no control groups for memory");
    }
    Path folder = below(unified ? mount : mount.resolve("memory"), path.get());
    if (!Files.isDirectory(folder) || !Files.isWritable(folder) || ownedByRoot(folder)) {
      return none("no control group was handed over to this user");
    }
    return usable(folder, "the control group " + path.get());
  }

  static Path below(Path mount, String path) {
    return mount.resolve(path.replaceFirst("^/+", "")).normalize();
  }

  private static GroupSearch usable(Path folder, String subject) {
    if (Files.exists(folder.resolve("memory.limit_in_bytes"))) {
      return new GroupSearch(Optional.of(new Place(folder, 1)), "");
    }
    if (!hasMemory(folder, "cgroup.controllers")) {
      return none(subject + " has no memory controller");
    }
    if (!hasMemory(folder, CHILDREN)) {
      try {
        Files.writeString(folder.resolve(CHILDREN), "+memory");
      } catch (IOException e) {
        return none(subject + " holds processes, so that it cannot be divided");
      }
    }
    return new GroupSearch(Optional.of(new Place(folder, 2)), "");
  }

  private static boolean hasMemory(Path folder, String file) {
    return Arrays.asList(GroupFolders.text(folder.resolve(file)).split("\\s+")).contains("memory");
  }

  private static boolean ownedByRoot(Path folder) {
    try {
      return Integer.valueOf(0).equals(Files.getAttribute(folder, "unix:uid"));
    } catch (IOException | UnsupportedOperationException e) {
      return true;
    }
  }

  private static GroupSearch none(String reason) {
    return new GroupSearch(Optional.empty(), reason);
  }
}
