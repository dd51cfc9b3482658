package dev.touchstone.cli;

import dev.touchstone.baselines.store.BaselineStore;
import dev.touchstone.runner.job.Folders;
import dev.touchstone.runner.job.RejectedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where baselines are, and of which profile, for every command that looks at them. */
final class StoreOptions {

  @Option(
      names = "--store",
      paramLabel = "DIR",
      description = "Folder of the baselines (default: $$TOUCHSTONE_STORE, else touchstone-store).")
  private Optional<Path> store = Optional.empty();

  @Option(
      names = "--profile",
      paramLabel = "P",
      description = "A hardware profile's name (needed if the scenario has baselines of several).")
  private Optional<String> profile = Optional.empty();

  BaselineStore open() {
    return BaselineStore.open(store.orElse(Folders.of(System.getenv()).store()));
  }

  /** The profile that was named, if any. */
  Optional<String> named() {
    return profile;
  }

  /**
   * The one profile that is meant.
   *
   * @throws RejectedException if the store knows the scenario on none, or on several
   */
  String profile(BaselineStore open, String scenario) {
    List<String> known = open.profiles(scenario);
    if (known.isEmpty()) {
      List<String> scenarios = open.scenarios();
      throw new RejectedException(
          "the store has nothing of \""
              + scenario
              + "\""
              + (scenarios.isEmpty()
                  ? "; it is empty"
                  : "; there is something of " + String.join(", ", scenarios)));
    }
    String chosen = profile.orElse(known.get(0));
    if ((profile.isEmpty() && known.size() > 1) || !known.contains(chosen)) {
      throw new RejectedException(
          "--profile: "
              + profile.map(p -> "\"" + p + "\" must be").orElse("name")
              + " one of "
              + String.join(", ", known));
    }
    return chosen;
  }
}
