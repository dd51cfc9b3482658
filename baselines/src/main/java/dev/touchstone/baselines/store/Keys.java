package dev.touchstone.baselines.store;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Where in a store what is kept. */
final class Keys {

  static final String BASELINES = "baselines";
  static final String MODELS = "models";
  static final String RUNS = "runs";
  static final String HISTORY = "history";

  /** The text of a baseline, in its folder. */
  static final String BASELINE = "baseline.csv";

  static final String JOURNAL = "journal.csv";

  /**
   * A scenario on a profile.
   *
   * @param scenario the scenario's name
   * @param profile the profile's name
   */
  record Place(String scenario, String profile) {

    String folder(String room) {
      return room + "/" + encoded(scenario) + "/" + encoded(profile);
    }

    String journal() {
      return folder(BASELINES) + "/" + JOURNAL;
    }

    String baseline(String id) {
      return folder(BASELINES) + "/" + id;
    }

    /** Where schema 1 kept the baseline of a role. */
    String old(Role role) {
      return folder(BASELINES) + "/" + role.key() + ".csv";
    }

    String run(String id) {
      return folder(RUNS) + "/" + encoded(id) + ".csv";
    }
  }

  private Keys() {}

  static String model(String sha256) {
    return MODELS + "/" + sha256;
  }

  /** The SHA-256 of the model that a key below {@code models} belongs to. */
  static String modelOf(String key) {
    return key.split("/", -1)[1];
  }

  /** The scenario and profile that a key belongs to; empty if it is of another form. */
  static Optional<Place> placeOf(String key) {
    List<String> parts = List.of(key.split("/", -1));
    boolean known = List.of(BASELINES, RUNS, HISTORY).contains(parts.get(0));
    return known && parts.size() > 3
        ? Optional.of(new Place(decoded(parts.get(1)), decoded(parts.get(2))))
        : Optional.empty();
  }

  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8);
  }

  private static String decoded(String name) {
    return URLDecoder.decode(name, StandardCharsets.UTF_8);
  }
}
