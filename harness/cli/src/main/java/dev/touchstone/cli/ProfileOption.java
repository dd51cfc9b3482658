package dev.touchstone.cli;

import dev.touchstone.scenarios.Profiles;
import picocli.CommandLine.Option;

/** The hardware profile that a command without a scenario measures on. */
final class ProfileOption {

  @Option(
      names = "--profile",
      defaultValue = Profiles.DEFAULT,
      paramLabel = "P",
      completionCandidates = ProfilesToComplete.class,
      description = "Hardware profile, a name or a file (default: ${DEFAULT-VALUE}).")
  private String profile = "";

  String name() {
    return profile;
  }
}
