package dev.touchstone.recipes.recovery;

import java.util.List;

/** Names of nodes or tensors in a note, which stays short. */
final class Names {

  private static final int MOST = 8;

  private Names() {}

  /** The first of the names, and how many more there are. */
  static String joined(List<String> names) {
    String shown = String.join(", ", names.subList(0, Math.min(MOST, names.size())));
    return names.size() > MOST ? shown + " and " + (names.size() - MOST) + " more" : shown;
  }
}
