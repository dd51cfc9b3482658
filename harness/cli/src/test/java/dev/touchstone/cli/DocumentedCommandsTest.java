package dev.touchstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Holds every call that a page, an example or a help text shows against the commands there are. */
class DocumentedCommandsTest {

  private static final Path ROOT =
      Path.of(Objects.requireNonNullElse(System.getProperty("touchstone.root"), "../.."));

  /** A floor under what is found, so that a pattern that matches nothing cannot pass. */
  private static final int FEWEST = 60;

  /** What was, and is not to be typed any more. */
  private static final List<String> HISTORY = List.of("CHANGELOG.md", "DECISIONS.md");

  private static List<Path> files(String... ends) throws IOException {
    try (Stream<Path> all = Files.walk(ROOT)) {
      return all.filter(file -> Stream.of(ends).anyMatch(end -> file.toString().endsWith(end)))
          .filter(file -> Stream.of("target", ".git").noneMatch(f -> below(file, f)))
          .filter(file -> !HISTORY.contains(String.valueOf(file.getFileName())))
          .sorted()
          .toList();
    }
  }

  private static boolean below(Path file, String folder) {
    return ROOT.relativize(file).toString().matches("(.*/)?\\Q" + folder + "\\E/.*");
  }

  private static List<Path> examples(String... ends) throws IOException {
    return files(ends).stream().filter(file -> below(file, "examples")).toList();
  }

  @Test
  void existWithEveryOptionThatIsShown() throws IOException {
    List<DocumentedCommand> all = new ArrayList<>();
    for (Path file : files(".md")) {
      all.addAll(DocumentedCommand.inMarkdown(name(file), Files.readString(file)));
    }
    for (Path file : examples(".yml", ".yaml", "Jenkinsfile", ".sh")) {
      all.addAll(DocumentedCommand.inScript(name(file), Files.readString(file)));
    }
    CommandSpec root = Main.commandLine(CommandLine.defaultFactory()).getCommandSpec();
    for (CommandSpec command :
        Stream.concat(Stream.of(root), CommandTree.below(root).stream()).toList()) {
      String help =
          Stream.of(command.usageMessage().footer())
              .map(CommandTree::text)
              .collect(Collectors.joining("\n"));
      all.addAll(
          DocumentedCommand.inScript("the help of \"" + command.qualifiedName() + "\"", help));
    }

    assertThat(all).hasSizeGreaterThan(FEWEST);
    assertThat(all.stream().flatMap(call -> fault(call).stream())).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          ./touchstone run a.yaml --out x        # why  |
          $ touchstone run a.yaml > log             |
          touchstone run SCENARIO     why   --out --set |
          touchstone run 'my file.yaml' && echo     |
          TOUCHSTONE_STORE=x touchstone judge out   |
          touchstone runn a.yaml                    | there is no command "runn"
          ./touchstone run a.yaml --frobnicate      | Unknown option: '--frobnicate'
          touchstone run                            | Missing required parameter: 'SCENARIO'
          touchstone run SCENARIO     why  --frob   | there is no option "--frob"
          bin/touchstone baseline kill x            | Unmatched arguments from index 1: 'kill'
          """)
  void areTakenApartAsAShellWould(String line, String fault) {
    List<DocumentedCommand> calls = DocumentedCommand.in("here", line, true);

    assertThat(calls).hasSize(1);
    assertThat(fault(calls.get(0)).orElse("")).contains(Objects.requireNonNullElse(fault, ""));
    assertThat(fault(calls.get(0)).isPresent()).isEqualTo(fault != null);
  }

  /** The continuous integration's own rules are not known here, but its files are YAML. */
  @Test
  void standInExamplesThatAreYaml() throws IOException {
    List<Path> files = examples(".yml", ".yaml");

    assertThat(files).hasSizeGreaterThan(2);
    for (Path file : files) {
      Load load = new Load(LoadSettings.builder().setLabel(name(file)).build());
      assertThat(load.loadFromString(Files.readString(file))).as(name(file)).isNotNull();
    }
  }

  private static String name(Path file) {
    return ROOT.relativize(file).toString();
  }

  private static Optional<String> fault(DocumentedCommand call) {
    CommandLine commands = Main.commandLine(CommandLine.defaultFactory());
    String first = call.words().get(0);
    CommandLine top = commands.getSubcommands().get(first);
    if (top == null && !first.startsWith("-")) {
      return Optional.of(call.place() + ": there is no command \"" + first + "\"");
    }
    return call.whole() || top == null ? parsed(commands, call) : named(top.getCommandSpec(), call);
  }

  /** A table may show a command and those below it in one line. */
  private static Optional<String> named(CommandSpec top, DocumentedCommand call) {
    Set<String> known = new HashSet<>(top.optionsMap().keySet());
    CommandTree.below(top).forEach(command -> known.addAll(command.optionsMap().keySet()));
    return Stream.concat(call.words().stream(), call.aside().stream())
        .filter(word -> word.startsWith("--"))
        .map(word -> word.split("=", 2)[0])
        .filter(option -> !known.contains(option))
        .findFirst()
        .map(option -> call.place() + ": there is no option \"" + option + "\" in " + call);
  }

  private static Optional<String> parsed(CommandLine commands, DocumentedCommand call) {
    try {
      commands.parseArgs(call.words().toArray(String[]::new));
      return Optional.empty();
    } catch (UnmatchedArgumentException | MissingParameterException e) {
      return Optional.of(call.place() + ": " + e.getMessage());
    } catch (ParameterException e) {
      // A placeholder such as N stands where a number belongs.
      boolean placeholder = call.words().stream().anyMatch(w -> w.matches("[A-Z]+"));
      return placeholder ? Optional.empty() : Optional.of(call.place() + ": " + e.getMessage());
    }
  }
}
