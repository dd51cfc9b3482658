package dev.touchstone.cli;

import dev.touchstone.runner.job.ToolVersion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * {@code touchstone(1)}: every command with its options and examples, in the macros of man(7), made
 * of what {@code --help} prints.
 */
final class ManPage {

  /** Of a terminal with 80 columns, less the margin. */
  private static final int WIDTH = 72;

  private static final Map<String, String> ENVIRONMENT = environment();

  private final Roff out = new Roff();
  private final CommandSpec root;

  private ManPage(CommandSpec root) {
    this.root = root;
  }

  /** Renders what these commands say of themselves, and leaves them at the width of a page. */
  static String render(CommandLine commands) {
    return new ManPage(commands.setUsageHelpWidth(WIDTH).getCommandSpec()).page();
  }

  private String page() {
    String summary = CommandTree.description(root);
    out.macro("TH", "TOUCHSTONE", "1", "", "Touchstone " + ToolVersion.number(), "User Commands");
    out.raw(".nh\n.ad l\n"); // names of files and options are not to be broken
    out.macro("SH", "NAME");
    out.raw("touchstone \\- ").text(summary.toLowerCase(Locale.ROOT).replaceFirst("\\.$", ""));
    out.macro("SH", "SYNOPSIS");
    out.raw("\\fBtouchstone\\fR ").text("COMMAND [OPTION]... [ARGUMENT]...");
    out.macro("SH", "DESCRIPTION");
    out.text(
        "Touchstone applies compression recipes to an ONNX model, measures the result against the"
            + " uncompressed model and the one that ships today, and answers PASS, FAIL,"
            + " INCONCLUSIVE or INVALID, with the evidence.");
    out.macro("SH", "COMMANDS");
    CommandTree.below(root).forEach(this::command);
    out.macro("SH", "EXAMPLES");
    out.block(lines(root.usageMessage().footer()));
    out.macro("SH", "EXIT STATUS");
    for (ExitCode code : ExitCode.values()) {
      out.item(String.valueOf(code.number()), code.meaning());
    }
    out.item("130, 143", "It was ended by Ctrl-C or SIGTERM.");
    out.macro("SH", "ENVIRONMENT");
    ENVIRONMENT.forEach(out::item);
    return out.toString();
  }

  private void command(CommandSpec command) {
    out.macro("SS", "touchstone " + String.join(" ", CommandTree.path(command)));
    String synopsis = new Help(command, Help.defaultColorScheme(Help.Ansi.OFF)).synopsis(0);
    out.block(synopsis.strip().lines().toList());
    out.macro("PP");
    out.text(CommandTree.description(command));
    for (PositionalParamSpec parameter : command.positionalParameters()) {
      out.item(parameter.paramLabel(), CommandTree.description(parameter));
    }
    for (OptionSpec option : command.options()) {
      if (!option.usageHelp() && !option.versionHelp()) {
        String names = String.join(", ", option.names());
        String label = option.arity().max() > 0 ? " " + option.paramLabel() : "";
        out.item(names + label, CommandTree.description(option));
      }
    }
    if (command.usageMessage().footer().length > 0) {
      out.macro("PP");
      out.block(lines(command.usageMessage().footer()));
    }
  }

  private static List<String> lines(String... footer) {
    List<String> lines = new ArrayList<>();
    Arrays.stream(footer).map(CommandTree::text).forEach(lines::add);
    return lines;
  }

  private static Map<String, String> environment() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("TOUCHSTONE_STORE", "Folder of the baselines, in place of touchstone-store.");
    all.put(
        "TOUCHSTONE_CACHE",
        "Folder of compressed models and native libraries, in place of touchstone in"
            + " $XDG_CACHE_HOME or ~/.cache. It is safe to delete.");
    all.put("TOUCHSTONE_LOCK", "File that keeps two runs from measuring on one machine at a time.");
    all.put("TOUCHSTONE_JAVA_OPTS", "Options of the Java virtual machine, such as -Xmx4g.");
    all.put("NO_COLOR", "Switches colors off if it is set.");
    all.put("TMPDIR", "Where temporary files go.");
    return all;
  }
}
