package dev.touchstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An update that is killed in a process of its own. */
class InterruptedUpdateTest {

  @TempDir private Path folder = Path.of("");

  /** The process. */
  static final class Quick {

    private Quick() {}

    public static void main(String[] args) {
      System.exit(Main.run(new QuickCommands(), args));
    }
  }

  private Started update(Path scenario) throws Exception {
    return Started.java(
        folder, Quick.class, "update", scenario, "--out", folder.resolve("out").toString());
  }

  private String said(String file) throws Exception {
    return Files.readString(folder.resolve(file));
  }

  @Test
  void leavesTheRestToTheNextOne() throws Exception {
    TinyTask task = TinyTask.in(folder.resolve("task"));
    Started killed = update(task.scenario());
    while (killed.process().isAlive() && !killed.said().contains("measuring takes about")) {
      Thread.sleep(5);
    }
    killed.signal("KILL");
    killed.end();
    assertThat(folder.resolve("store/updates")).doesNotExist();

    int code = update(task.scenario()).end();

    assertThat(said("out.txt")).contains("never judged yet");
    assertThat(said("err"))
        .contains("found made in the cache")
        .contains("found folded in the cache")
        .doesNotContain("compressing made");
    assertThat(code).isZero();
    assertThat(update(task.scenario()).end()).isZero();
    assertThat(said("out.txt")).contains("nothing was changed since");
  }
}
