package dev.touchstone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.recipes.Candidate;
import dev.touchstone.runner.job.Folders;
import dev.touchstone.runner.job.Workshop;
import dev.touchstone.runner.process.WorkerInstallation;
import dev.touchstone.scenarios.Profiles;
import dev.touchstone.scenarios.Progress;
import dev.touchstone.scenarios.RecipeReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Disks that are full or take no changes, below everything that a run writes. */
@Timeout(180)
class FullDiskTest {

  private static final String NO_SPACE = "No space left on device; free some space; --out moves";

  @TempDir private Path home = Path.of("");

  @Test
  void keepsAVerdictWhoseBaselineCannotBeKeptAndAResultWhoseReportsCannot() throws Exception {
    Path scenario = SmallScenario.in(Files.createDirectory(home.resolve("scenario")));
    try (SmallDisk disk = SmallDisk.at(home.resolve("store"), 1)) {
      disk.remountReadOnly();

      Started run = Started.java(home, SmallRunMain.class, scenario, home.resolve("out"));

      assertThat(run.end()).as(run.said()).isIn(0, 1, 3, 4);
      assertThat(run.said())
          .contains("the reference was not kept as a baseline, the verdict stands")
          .contains("Read-only file system");
    }
    try (SmallDisk disk = SmallDisk.at(home.resolve("reports"), 32)) {
      int failures = 0;
      int code;
      int pages = 0;
      do {
        disk.leavePages(pages);
        Answer answer =
            Answer.to("report", home.resolve("out"), "--out", home.resolve("reports/new"));
        code = answer.code();
        if (code != 0) {
          failures++;
          assertThat(code).isEqualTo(70);
          assertThat(answer.err())
              .contains(home.resolve("reports") + "", NO_SPACE)
              .doesNotContain("\tat ");
        }
        pages = pages * 2 + 1;
      } while (code != 0);
      assertThat(failures).isGreaterThan(2);
    }
  }

  @Test
  void leavesNoHalfCandidateInTheCache() throws Exception {
    SmallScenario.in(home);
    try (SmallDisk disk = SmallDisk.at(home.resolve("cache"), 8)) {
      Optional<Candidate> made = Optional.empty();
      int failures = 0;
      for (int pages = 0; made.isEmpty(); pages = pages * 2 + 1) {
        disk.leavePages(pages);
        try {
          made = Optional.of(compressed(home.resolve("cache")));
        } catch (UncheckedIOException e) {
          failures++;
          assertThat(e).hasStackTraceContaining("No space left on device");
        }
      }
      assertThat(failures).isGreaterThan(2);
      assertThat(made.get().cached()).isFalse();
      assertThat(made.get().sha256()).isEqualTo(compressed(home.resolve("other-cache")).sha256());
      try (Stream<Path> files = Files.walk(home.resolve("cache"))) {
        assertThat(files.filter(file -> file.toString().contains(".part"))).isEmpty();
      }
    }
  }

  @Test
  void leavesNoHalfLibraryInTheCache() throws Exception {
    try (SmallDisk disk = SmallDisk.at(home.resolve("cache"), 1)) {
      assertThatThrownBy(() -> WorkerInstallation.ofThisProcess(home.resolve("cache")))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("unpacking the native libraries of")
          .hasMessageContaining("into " + home.resolve("cache"))
          .hasRootCauseMessage("No space left on device");
      try (Stream<Path> files = Files.walk(home.resolve("cache"))) {
        assertThat(files.filter(Files::isRegularFile).map(f -> "" + f.getFileName()))
            .noneMatch(name -> name.startsWith("part-") || name.equals("libonnxruntime.so"));
      }
      assertThat(disk).isNotNull();
    }
  }

  @Test
  void tellsACommandWhoseFilesAreLimitedWhatToDo() throws Exception {
    SmallScenario.in(home);
    Path model = SmallScenario.model(home);
    Started limited =
        Started.start(
            home,
            Started.lock(home),
            List.of(
                "sh",
                "-c",
                "ulimit -f 100; exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                Main.class.getName(),
                "measure",
                model.toString(),
                "--out",
                home.resolve("out").toString()));

    assertThat(limited.end()).as(limited.said()).isEqualTo(70);
    assertThat(limited.said())
        .contains("File too large; a limit for files is reached, see \"ulimit -f\"")
        .doesNotContain("\tat ");
    assertThat(home.resolve("out/run")).doesNotExist();
  }

  private Candidate compressed(Path cache) {
    return Workshop.in(new Folders(cache, home.resolve("store")), Progress.NONE)
        .compress(
            SmallScenario.model(home),
            RecipeReader.read("int8-dynamic"),
            Optional.empty(),
            Profiles.read(Profiles.DEFAULT));
  }
}
