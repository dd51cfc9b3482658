package dev.touchstone.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Prints what teaches a shell to complete commands, options, and the names of bundled"
            + " scenarios, recipes and profiles.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  source <(touchstone completion bash)              in ~/.bashrc",
      "  source <(touchstone completion zsh)               in ~/.zshrc",
      "  touchstone completion fish > ~/.config/fish/completions/touchstone.fish",
      "",
      "It completes \"touchstone\" as well as \"./touchstone\". A distribution holds the same as"
          + " files",
      "in share/."
    })
final class CompletionCommand implements Callable<Integer> {

  @Parameters(paramLabel = "SHELL", description = "One of ${COMPLETION-CANDIDATES}.")
  private Shell shell = Shell.BASH;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.print(shell.script(spec.root()));
    return ExitCode.PASS.number();
  }
}
