package dev.touchstone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a real repository whose build copies one of two models, with real workers. */
class BisectCommandTest {

  @TempDir Path folder;

  private Path repository;
  private final List<String> commits = new ArrayList<>();

  /** Six commits; the third cannot be built, and the fifth makes the model larger. */
  @BeforeEach
  void makesARepository() throws IOException, InterruptedException {
    repository = Files.createDirectories(folder.resolve("repository"));
    Path models = Files.createDirectories(folder.resolve("models"));
    SmallModel.relu(models.resolve("small.onnx"), 8, "y");
    SmallModel.relu(models.resolve("large.onnx"), 8, "a-much-longer-name-of-the-same-node");
    git("init", "--quiet", "--initial-branch=main");
    git("config", "user.email", "nobody@example.org");
    git("config", "user.name", "Nobody");
    commit("small", "Begin");
    commit("small", "Tidy up");
    commit("missing", "Break the build");
    commit("small", "Mend the build");
    commit("large", "Keep the long names");
    commit("large", "Tidy up again");
  }

  private void commit(String model, String title) throws IOException, InterruptedException {
    Files.writeString(repository.resolve("which"), model + "\n");
    Files.writeString(repository.resolve("step"), commits.size() + "\n");
    git("add", "--all");
    git("commit", "--quiet", "--message", title);
    commits.add(git("rev-parse", "HEAD").strip());
  }

  private String git(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("git", "-C", repository.toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    return out;
  }

  private Answer bisect(String good, String bad, String build) {
    return Answer.quickly(
        "bisect",
        "--repository",
        repository,
        "--good",
        good,
        "--bad",
        bad,
        "--build",
        build,
        "--model",
        "out/model.onnx",
        "--metric",
        "size",
        "--out",
        folder.resolve("out"));
  }

  private String build() {
    return "echo $TOUCHSTONE_COMMIT >> "
        + folder.resolve("builds")
        + "; mkdir -p out && cp "
        + folder.resolve("models")
        + "/$(cat which).onnx out/model.onnx";
  }

  private long builds() throws IOException {
    return Files.readAllLines(folder.resolve("builds")).size();
  }

  @Test
  void namesTheCommitPassesOverWhatCannotBeBuiltAndGoesOnWhereItStopped() throws Exception {
    Files.writeString(repository.resolve("which"), "uncommitted\n");

    Answer answer = bisect(commits.get(0), "main", build());

    assertThat(answer.out())
        .contains("first bad commit: " + commits.get(4), "Keep the long names", "GOOD", "BAD");
    assertThat(answer.code()).as(answer.err()).isZero();
    assertThat(folder.resolve("out/comparisons").resolve(commits.get(5)).resolve("run"))
        .isDirectory();
    assertThat(repository.resolve("which")).hasContent("uncommitted");
    assertThat(git("worktree", "list").lines()).hasSize(1);
    assertThat(git("branch", "--list").lines()).hasSize(1);

    long before = builds();
    Answer again = bisect(commits.get(0), "main", build());
    assertThat(again.out()).contains("first bad commit: " + commits.get(4));
    assertThat(builds()).isEqualTo(before);

    Answer other = bisect(commits.get(0), "main", build() + " && true");
    assertThat(other.err()).contains("holds the answers to another question");
    assertThat(other.code()).isEqualTo(2);
  }

  @Test
  void saysWhichCommitsAreLeftWhereNoneOfThemCanBeBuilt() throws Exception {
    Answer answer =
        bisect(
            commits.get(1),
            "main",
            build() + " && test $(cat step) -ne 3 && test $(cat step) -ne 4");
    assertThat(answer.out())
        .contains("is one of 4", "Break the build", "Mend the build", "Tidy up again", "BROKEN");
    assertThat(answer.code()).as(answer.err()).isEqualTo(3);
  }

  @Test
  void findsNothingBetweenEndsThatDoNotDiffer() {
    Answer answer = bisect(commits.get(0), commits.get(1), build());
    assertThat(answer.err())
        .contains("--bad: ", "Tidy up is GOOD where BAD was expected: it is the very same model");
    assertThat(answer.code()).isEqualTo(2);
  }

  @Test
  void refusesEndsThatAreNone() {
    assertThat(bisect(commits.get(4), commits.get(0), build()).err())
        .contains("--good must be an ancestor of --bad");
    assertThat(bisect("nowhere", "main", build()).err())
        .contains("--good: \"nowhere\" is no commit of ");
    assertThat(bisect(commits.get(0), commits.get(0), build()).err())
        .contains("one and the same commit");
    assertThat(bisect(commits.get(2), "main", build()).err()).contains("cannot be built");
  }
}
