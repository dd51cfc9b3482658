package dev.touchstone.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** What the commands say of themselves, for texts that describe all of them. */
final class CommandTree {

  private CommandTree() {}

  /** Every command below the root, each before its own subcommands, in the order of the help. */
  static List<CommandSpec> below(CommandSpec root) {
    List<CommandSpec> all = new ArrayList<>();
    for (CommandLine sub : root.subcommands().values()) {
      CommandSpec spec = sub.getCommandSpec();
      if (!spec.usageMessage().hidden()) {
        all.add(spec);
        all.addAll(below(spec));
      }
    }
    return all;
  }

  /** The names that lead to a command, without the program's own. */
  static List<String> path(CommandSpec command) {
    List<String> names = new ArrayList<>();
    for (CommandSpec at = command; at.parent() != null; at = at.parent()) {
      names.add(0, at.name());
    }
    return names;
  }

  /** What a command is for. */
  static String description(CommandSpec command) {
    return text(command.usageMessage().description());
  }

  /** What an option or parameter is for, with defaults filled in. */
  static String description(ArgSpec argument) {
    return String.join(" ", argument.description()); // picocli has undone its format here
  }

  /** The words that a shell may offer for an argument; empty where any text may stand. */
  static List<String> candidates(ArgSpec argument) {
    List<String> words = new ArrayList<>();
    Iterable<String> candidates = argument.completionCandidates();
    if (candidates != null) {
      candidates.forEach(words::add);
    }
    return words;
  }

  /** Lines of picocli's own format. */
  static String text(String... lines) {
    return String.format(Locale.ROOT, String.join(" ", lines));
  }
}
