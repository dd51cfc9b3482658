package dev.touchstone.cli;

import dev.touchstone.runner.confinement.Confinement;
import dev.touchstone.runner.confinement.Host;
import dev.touchstone.runner.job.RejectedException;
import dev.touchstone.runner.system.SystemProbe;
import dev.touchstone.scenarios.HardwareProfile;
import dev.touchstone.scenarios.ProfileWriter;
import dev.touchstone.scenarios.Profiles;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "profile",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "(list | show | detect)",
    description = "Tells about hardware profiles, and writes one of this machine.")
final class ProfileCommand {

  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists the bundled profiles, one line each.")
  int list() {
    for (String name : Profiles.names()) {
      out.printf("%-18s %s%n", name, Profiles.read(name).description());
    }
    return ExitCode.PASS.number();
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description =
          "Shows a profile, whether this machine is the one that it means, and which of its limits"
              + " can be enforced here.")
  int show(
      @Parameters(
              paramLabel = "PROFILE",
              completionCandidates = ProfilesToComplete.class,
              description = "Name of a bundled profile, or a file.")
          String name) {
    HardwareProfile profile = Profiles.read(name);
    out.print(ProfileWriter.yaml(profile, List.of()));
    Optional<String> emulation = SystemProbe.ofThisMachine().emulation(profile);
    out.println();
    profile
        .recommended()
        .ifPresent(
            r ->
                out.println(
                    "Begin with --recipe "
                        + r.name()
                        + (r.because().isEmpty() ? "" : ": " + r.because())));
    out.println("On this machine it is " + emulation.map(b -> "emulated: " + b).orElse("at home"));
    Map<String, String> limits = Confinement.plan(profile, Host.ofThisProcess()).facts();
    limits.forEach(
        (key, value) ->
            out.printf("  %-20s %s%n", key.substring(Confinement.PREFIX.length()), value));
    return ExitCode.PASS.number();
  }

  @Command(
      name = "detect",
      mixinStandardHelpOptions = true,
      description =
          "Writes a profile of this machine: its board, what its CPU can do, and the cores and the"
              + " memory that may be used here.")
  int detect(
      @Option(
              names = "--out",
              paramLabel = "FILE",
              description = "Where to write it (default: standard output).")
          Optional<Path> file,
      @Option(
              names = "--name",
              defaultValue = Profiles.DEFAULT,
              paramLabel = "NAME",
              description = "The profile's name (default: ${DEFAULT-VALUE}).")
          String name) {
    if (!Profiles.isName(name)) {
      throw new RejectedException(
          "--name: \"" + name + "\" must be 1 to 64 letters, digits, dots, dashes and underscores");
    }
    String yaml =
        ProfileWriter.yaml(
            SystemProbe.ofThisMachine().detect(name),
            List.of(
                "Detected by touchstone profile detect. Add conditions and budgets to taste:",
                "conditions: {governor: performance, max-temperature: 75 °C, max-load: 0.5 per"
                    + " core}",
                "budgets: [{metric: memory.peak, at-most: 1 GiB}]"));
    if (file.isEmpty()) {
      out.print(yaml);
      return ExitCode.PASS.number();
    }
    Path target = file.get();
    if (Files.isDirectory(target)) {
      throw new RejectedException("--out: \"" + target + "\" is a folder; name the file to write");
    }
    try {
      Files.writeString(target, yaml);
    } catch (IOException e) {
      throw new UncheckedIOException("writing the profile " + target, e);
    }
    out.println(target + ": use it with --profile " + target);
    return ExitCode.PASS.number();
  }
}
