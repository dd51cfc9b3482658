package dev.touchstone.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Completions for fish: one line for each command, option and list of names. */
final class FishCompletion {

  private final StringBuilder out = new StringBuilder();

  private FishCompletion() {}

  static String script(CommandSpec root) {
    FishCompletion completion = new FishCompletion();
    completion.out.append("# Completions of touchstone for fish.\n");
    completion.command(root);
    CommandTree.below(root).forEach(completion::command);
    return completion.out.toString();
  }

  private void command(CommandSpec command) {
    String condition = condition(command);
    for (CommandLine sub : command.subcommands().values()) {
      CommandSpec spec = sub.getCommandSpec();
      line(condition, "-f -a " + quote(spec.name()), CommandTree.description(spec));
    }
    for (OptionSpec option : command.options()) {
      option(condition, option);
    }
    for (ArgSpec parameter : command.positionalParameters()) {
      List<String> words = CommandTree.candidates(parameter);
      if (!words.isEmpty()) {
        line(condition, words(words), CommandTree.description(parameter));
      }
    }
  }

  private void option(String condition, OptionSpec option) {
    StringBuilder arguments = new StringBuilder();
    for (String name : option.names()) {
      boolean isLong = name.startsWith("--");
      arguments.append(isLong ? "-l " : "-s ").append(name.substring(isLong ? 2 : 1)).append(' ');
    }
    if (option.arity().max() > 0) {
      arguments.append("-r ");
      List<String> words = CommandTree.candidates(option);
      arguments.append(words.isEmpty() ? "" : words(words));
    }
    line(condition, arguments.toString().strip(), CommandTree.description(option));
  }

  private void line(String condition, String what, String description) {
    out.append("complete -c touchstone -n ").append(quote(condition)).append(' ').append(what);
    out.append(" -d ").append(quote(firstSentence(description))).append('\n');
  }

  /** What tells that a command was typed, and none of those below it. */
  private static String condition(CommandSpec command) {
    List<String> parts = new ArrayList<>();
    for (String name : CommandTree.path(command)) {
      parts.add("__fish_seen_subcommand_from " + name);
    }
    String below = String.join(" ", command.subcommands().keySet());
    if (parts.isEmpty()) {
      return "__fish_use_subcommand";
    }
    if (!below.isEmpty()) {
      parts.add("not __fish_seen_subcommand_from " + below);
    }
    return String.join("; and ", parts);
  }

  private static String words(List<String> words) {
    return "-a " + quote(words.stream().sorted().collect(Collectors.joining(" ")));
  }

  private static String firstSentence(String description) {
    int end = description.indexOf(". ");
    return end < 0 ? description : description.substring(0, end + 1);
  }

  /** Inside single quotes fish knows only the backslash and the quote. */
  private static String quote(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
