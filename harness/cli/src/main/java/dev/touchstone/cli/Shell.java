package dev.touchstone.cli;

import java.util.Locale;
import picocli.AutoComplete;
import picocli.CommandLine.Model.CommandSpec;

/** The shells that can be taught to complete. */
enum Shell {
  BASH {
    @Override
    String script(CommandSpec root) {
      return AutoComplete.bash(root.name(), root.commandLine());
    }
  },
  /** Reads the script of bash, which switches on what zsh has for such scripts. */
  ZSH {
    @Override
    String script(CommandSpec root) {
      return BASH.script(root);
    }
  },
  FISH {
    @Override
    String script(CommandSpec root) {
      return FishCompletion.script(root);
    }
  };

  /** What the shell reads. */
  abstract String script(CommandSpec root);

  /** As a user types it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
