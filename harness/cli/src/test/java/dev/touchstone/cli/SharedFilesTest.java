package dev.touchstone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The manual and the completions, tried in the programs that read them where there are any. */
class SharedFilesTest {

  @TempDir Path share;

  private static CommandSpec root() {
    return Main.commandLine(CommandLine.defaultFactory()).getCommandSpec();
  }

  /** What a program prints on both streams. */
  private static String output(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  private static boolean installed(String program) {
    return Stream.of(String.valueOf(System.getenv("PATH")).split(":", -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  @Test
  void lieWhereASystemLooksForThem() throws IOException {
    SharedFiles.write(share);

    assertThat(share.resolve("man/man1/touchstone.1")).isNotEmptyFile();
    assertThat(share.resolve("bash-completion/completions/touchstone")).isNotEmptyFile();
    assertThat(share.resolve("fish/vendor_completions.d/touchstone.fish")).isNotEmptyFile();
  }

  @ParameterizedTest(name = "touchstone {0} -> {1}")
  @CsvSource({
    "ru,                                 run",
    "run surface,                        surface-defects surface-defects-careless",
    "run key,                            keyword-spotting",
    "run surface-defects --prof,         --profile",
    "run surface-defects --profile rasp, raspberry-pi-4 raspberry-pi-5",
    "compress m.onnx --recipe int8-st,   int8-static int8-static-accurate",
    "baseline pro,                       promote",
    "profile show jet,                   jetson-orin-nano",
    "completion f,                       fish",
    "compare a.onnx b.onnx --summ,       --summary"
  })
  void completeInBash(String typed, String offered) throws Exception {
    assumeTrue(installed("bash"), "there is no bash here");
    SharedFiles.write(share);
    String words = "touchstone " + typed;
    int last = words.split(" ", -1).length - 1;

    String answer =
        output(
            List.of(
                "bash",
                "--norc",
                "-c",
                "source \"$1\"; COMP_WORDS=($2); COMP_CWORD=$3; _complete_touchstone 2>/dev/null;"
                    + " printf '%s ' \"${COMPREPLY[@]}\"",
                "bash",
                share.resolve("bash-completion/completions/touchstone").toString(),
                words,
                String.valueOf(last)));

    assertThat(answer.strip()).isEqualTo(offered);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh", "fish"})
  void arePrintedByACommandToo(String shell) {
    Answer answer = Answer.to("completion", shell);

    assertThat(answer.code()).isZero();
    assertThat(answer.out()).contains("surface-defects-careless", "raspberry-pi-5", "mixed-int8");
  }

  @Test
  void areThereForNoOtherShell() {
    Answer answer = Answer.to("completion", "tcsh");

    assertThat(answer.err()).contains("BASH, ZSH, FISH", "'tcsh'");
    assertThat(answer.code()).isEqualTo(2);
  }

  @Test
  void nameEveryCommandAndOptionInFishAndInTheManual() {
    String fish = Shell.FISH.script(root());
    String manual = ManPage.render(Main.commandLine(CommandLine.defaultFactory()));

    List<CommandSpec> commands = CommandTree.below(root());
    assertThat(commands).hasSizeGreaterThan(15);
    for (CommandSpec command : commands) {
      assertThat(fish).contains("-f -a '" + command.name() + "'");
      assertThat(manual)
          .contains(".SS \"touchstone " + String.join(" ", CommandTree.path(command)) + "\"\n");
      command.optionsMap().keySet().stream()
          .filter(name -> name.startsWith("--"))
          .filter(name -> !List.of("--help", "--version").contains(name))
          .forEach(
              name -> {
                assertThat(fish).contains(" -l " + name.substring(2) + " ");
                assertThat(manual).contains(name.replace("-", "\\-"));
              });
    }
    for (ExitCode code : ExitCode.values()) {
      assertThat(manual).contains("\\fB" + code.number() + "\\fR\n");
    }
  }

  @Test
  void areReadByFishWithoutAComplaint() throws Exception {
    assumeTrue(installed("fish"), "there is no fish here");
    SharedFiles.write(share);

    String file = share.resolve("fish/vendor_completions.d/touchstone.fish").toString();
    assertThat(output(List.of("fish", "--no-config", "-c", "source " + file))).isEmpty();
    assertThat(
            output(
                List.of(
                    "fish",
                    "--no-config",
                    "-c",
                    "source " + file + "; complete -C 'touchstone run surface-defects-c'")))
        .startsWith("surface-defects-careless");
  }

  @Test
  void areReadByGroffWithoutAWarning() throws Exception {
    assumeTrue(installed("groff"), "there is no groff here");
    SharedFiles.write(share);

    String page = share.resolve("man/man1/touchstone.1").toString();
    assertThat(output(List.of("groff", "-man", "-ww", "-Tutf8", "-z", page))).isEmpty();
    String text = output(List.of("groff", "-man", "-Tascii", "-P-cbou", page));
    assertThat(text)
        .contains("touchstone - tells whether a compressed model is fit to ship")
        .contains("touchstone baseline promote")
        .contains("--summary FILE");
  }

  @Test
  void hideNothingFromTheFormatter() {
    assertThat(new Roff().text(".dot").text("'quote").text("a\\b-c").text("≥ 1").toString())
        .isEqualTo("\\&.dot\n\\(aqquote\na\\eb\\-c\n\\[u2265] 1\n");
  }
}
