package dev.touchstone.scenarios.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.scenarios.problem.Location;
import dev.touchstone.scenarios.problem.Problem;
import dev.touchstone.scenarios.problem.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileNamesTest {

  private final Problems problems = new Problems();

  private static YamlScalar name(String text) {
    return new YamlScalar(text, false, new Location("f.yaml", 3, 4), "model");
  }

  private List<String> messages() {
    return problems.sorted().stream().map(Problem::toString).toList();
  }

  @Test
  void relativeNamesAreRelativeToTheFolderOfTheFileThatHoldsThem() {
    FileNames names = FileNames.in(Path.of("/s/board/scenario.yaml"), Map.of());

    assertThat(names.path(name("m.onnx"), problems)).contains(Path.of("/s/board/m.onnx"));
    assertThat(names.path(name("../m.onnx"), problems)).contains(Path.of("/s/m.onnx"));
    assertThat(names.path(name("/m.onnx"), problems)).contains(Path.of("/m.onnx"));
  }

  @Test
  void variablesAreFilledInAndNothingInThemIsExpandedAgain() {
    FileNames names = new FileNames(Path.of("/s"), Map.of("A", "/x/$1\\${B}", "B", "b"));

    assertThat(names.path(name("${A}/${B}.onnx"), problems))
        .contains(Path.of("/x/$1\\${B}/b.onnx"));
    assertThat(problems.isEmpty()).isTrue();
  }

  @Test
  void theEnvironmentIsAskedForVariablesThatAreNotGiven() {
    Map.Entry<String, String> some =
        System.getenv().entrySet().stream()
            .filter(e -> e.getKey().equals("PATH"))
            .findFirst()
            .orElseThrow();
    FileNames given = new FileNames(Path.of("/s"), Map.of(some.getKey(), "given"));
    FileNames notGiven = new FileNames(Path.of("/s"), Map.of());

    assertThat(given.path(name("${PATH}"), problems)).contains(Path.of("/s/given"));
    assertThat(notGiven.path(name("${PATH}"), problems))
        .contains(Path.of("/s").resolve(some.getValue()).normalize());
  }

  @Test
  void everyUndefinedVariableIsAProblemThatSaysHowToDefineIt() {
    FileNames names = new FileNames(Path.of("/s"), Map.of());

    assertThat(names.path(name("${NOT_DEFINED}/${}/x"), problems)).isEmpty();
    assertThat(messages())
        .containsExactly(
            "f.yaml:3:4: model: \"${NOT_DEFINED}/${}/x\" uses the variable \"NOT_DEFINED\", which"
                + " is not defined; give it with --set NOT_DEFINED=DIR, or export the environment"
                + " variable NOT_DEFINED",
            "f.yaml:3:4: model: \"${NOT_DEFINED}/${}/x\" names the variable \"\"; write ${NAME}"
                + " with letters, digits and underscores");
  }

  @Test
  void aFileMustExistAndBeAFile(@TempDir Path folder) throws IOException {
    Files.createFile(folder.resolve("m.onnx"));
    FileNames names = new FileNames(folder, Map.of());

    assertThat(names.file(name("m.onnx"), "the model", problems)).isPresent();
    assertThat(names.file(name("n.onnx"), "the model", problems)).isEmpty();
    assertThat(names.file(name("."), "the model", problems)).isEmpty();
    assertThat(names.file(name("a\0b"), "the model", problems)).isEmpty();
    assertThat(messages())
        .containsExactly(
            "f.yaml:3:4: model: the model \"n.onnx\" does not exist; it was looked for at "
                + folder
                + "/n.onnx; names are relative to the file that holds them",
            "f.yaml:3:4: model: the model \".\" is a folder, not a file; it was looked for at "
                + folder
                + "; names are relative to the file that holds them",
            "f.yaml:3:4: model: \"a\\u0000b\" cannot be a path: Nul character not allowed");
  }
}
