package dev.touchstone.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What a distribution has in {@code share/}: the manual and the completions, where a system looks
 * for them. The build runs this on the classes that it has just compiled.
 */
final class SharedFiles {

  private SharedFiles() {}

  /** Writes them below the folder that is the only argument. */
  public static void main(String[] args) throws IOException {
    write(Path.of(args[0]));
  }

  static void write(Path share) throws IOException {
    CommandLine commands = Main.commandLine(CommandLine.defaultFactory());
    write(share.resolve("man/man1/touchstone.1"), ManPage.render(commands));
    CommandSpec root = commands.getCommandSpec();
    write(share.resolve("bash-completion/completions/touchstone"), Shell.BASH.script(root));
    write(share.resolve("fish/vendor_completions.d/touchstone.fish"), Shell.FISH.script(root));
  }

  private static void write(Path file, String text) throws IOException {
    Path folder = file.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.writeString(file, text);
  }
}
