package dev.touchstone.cli;

import dev.touchstone.runner.job.RejectedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A git repository, of which only worktrees of its own are ever changed.
 *
 * @param root a folder in it
 */
record GitRepository(Path root) {

  /**
   * What a command answered.
   *
   * @param code exit code
   * @param out standard output and error together
   */
  record Answer(int code, String out) {}

  /**
   * The repository that a folder belongs to.
   *
   * @throws RejectedException if it belongs to none
   */
  static GitRepository of(Path folder) {
    GitRepository given = new GitRepository(folder);
    if (!Files.isDirectory(folder) || given.git("rev-parse", "--git-dir").code() != 0) {
      throw new RejectedException(
          "--repository: \"" + folder + "\" is no git repository; name the folder of one");
    }
    return given;
  }

  /**
   * The full hash of a commit.
   *
   * @param option for the message
   */
  String commit(String option, String revision) {
    Answer answer =
        git("rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}");
    if (answer.code() != 0) {
      throw new RejectedException(
          "%s: \"%s\" is no commit of %s; name a branch, a tag or a hash"
              .formatted(option, revision, root));
    }
    return answer.out().strip();
  }

  /**
   * The commits after one up to another, oldest first, along first parents.
   *
   * @throws RejectedException if the one is no ancestor of the other
   */
  List<String> between(String good, String bad) {
    if (git("merge-base", "--is-ancestor", good, bad).code() != 0) {
      throw new RejectedException(
          "--good must be an ancestor of --bad: " + good + " is none of " + bad);
    }
    List<String> all =
        checked("rev-list", "--reverse", "--first-parent", "--ancestry-path", good + ".." + bad)
            .lines()
            .toList();
    return all;
  }

  /** The commit's date and title, for people. */
  String title(String commit) {
    return checked("show", "--no-patch", "--format=%h %cs %s", commit).strip();
  }

  /** Puts a commit into a worktree of its own, without anything that an earlier build left. */
  void checkOut(String commit, Path worktree) {
    if (Files.exists(worktree.resolve(".git"))) {
      GitRepository own = new GitRepository(worktree);
      own.checked("checkout", "--quiet", "--force", "--detach", commit);
      own.checked("clean", "--quiet", "-dffx");
    } else {
      git("worktree", "prune");
      checked("worktree", "add", "--quiet", "--force", "--detach", absolute(worktree), commit);
    }
  }

  /** Removes a worktree, if there is one. */
  void remove(Path worktree) {
    git("worktree", "remove", "--force", absolute(worktree));
  }

  private static String absolute(Path path) {
    return path.toAbsolutePath().normalize().toString();
  }

  private String checked(String... arguments) {
    Answer answer = git(arguments);
    if (answer.code() != 0) {
      throw new UncheckedIOException(
          "git " + String.join(" ", arguments) + " failed in " + root,
          new IOException(answer.out().strip()));
    }
    return answer.out();
  }

  private Answer git(String... arguments) {
    List<String> command = new ArrayList<>(List.of("git", "-C", absolute(root)));
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Answer(process.waitFor(), out);
    } catch (IOException e) {
      throw new RejectedException(
          "git cannot be started (" + e.getMessage() + "); install it, bisect needs it");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while git worked", e);
    }
  }
}
