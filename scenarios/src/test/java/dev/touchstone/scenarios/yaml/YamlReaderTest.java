package dev.touchstone.scenarios.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.scenarios.problem.Problem;
import dev.touchstone.scenarios.problem.Problems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlReaderTest {

  private final Problems problems = new Problems();

  private Optional<YamlNode> read(String text) {
    return YamlReader.read(text, "f.yaml", problems);
  }

  private List<String> messages() {
    return problems.sorted().stream().map(Problem::toString).toList();
  }

  @Test
  void everyNodeKnowsItsPlaceAndItsPath() {
    YamlMapping root =
        (YamlMapping) read("name: x\nlist:\n  - a\n  - {b: \"c\", d: [e]}\n").orElseThrow();

    YamlSequence list = (YamlSequence) root.get("list").orElseThrow();
    YamlMapping inner = (YamlMapping) list.items().get(1);
    YamlScalar b = (YamlScalar) inner.get("b").orElseThrow();
    YamlSequence d = (YamlSequence) inner.get("d").orElseThrow();

    assertThat(problems.isEmpty()).isTrue();
    assertThat(root.path()).isEmpty();
    assertThat(list.items().get(0).location()).hasToString("f.yaml:3:5");
    assertThat(b.location()).hasToString("f.yaml:4:9");
    assertThat(b.path()).isEqualTo("list[1].b");
    assertThat(b.quoted()).isTrue();
    assertThat(d.items().get(0).path()).isEqualTo("list[1].d[0]");
    assertThat(inner.entries().get(1).key().location()).hasToString("f.yaml:4:14");
    assertThat(inner.entries().get(1).key().path()).isEqualTo("list[1].d");
  }

  @ParameterizedTest
  @ValueSource(strings = {"no", "on", "012", "1e3", "0x1F", "12:30", "2026-01-01", "true"})
  void aScalarIsWhatTheAuthorTyped(String text) {
    YamlScalar scalar = (YamlScalar) read(text).orElseThrow();

    assertThat(scalar.text()).isEqualTo(text);
    assertThat(scalar.isNothing()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"~", "null", "---"})
  void nothingIsToldFromAText(String text) {
    assertThat(((YamlScalar) read(text).orElseThrow()).isNothing()).isTrue();
    assertThat(((YamlScalar) read("'" + text + "'").orElseThrow()).isNothing()).isFalse();
  }

  @Test
  void aliasesAreExpandedUnderThePathOfTheirUse() {
    YamlMapping root = (YamlMapping) read("a: &x {k: [1]}\nb: *x\n").orElseThrow();

    YamlMapping used = (YamlMapping) root.get("b").orElseThrow();
    YamlSequence list = (YamlSequence) used.get("k").orElseThrow();

    assertThat(list.items().get(0).path()).isEqualTo("b.k[0]");
    assertThat(list.items().get(0).location()).hasToString("f.yaml:1:12");
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheText() {
    YamlMapping root = (YamlMapping) read("\uFEFFname: x").orElseThrow();

    assertThat(root.get("name")).isPresent();
  }

  @Test
  void duplicateKeysAreFoundAndTheFirstIsKept() {
    YamlMapping root = (YamlMapping) read("a: 1\nb: {c: 2, c: 3}\na: 4\n").orElseThrow();

    assertThat(messages())
        .containsExactly(
            "f.yaml:2:11: b: the key \"c\" stands here a second time; the first is in line 2",
            "f.yaml:3:1: the key \"a\" stands here a second time; the first is in line 1");
    assertThat(root.get("a").orElseThrow().found()).isEqualTo("\"1\"");
  }

  @Test
  void whatAScenarioDoesNotNeedIsAProblem() {
    read("a: !!int 3\n? [x]\n: 3\nb: *nowhere\nc: &self [*self]\n---\nsecond: 1\n");

    assertThat(messages())
        .containsExactly(
            "f.yaml:1:4: the tag \"tag:yaml.org,2002:int\" has no use here; remove it",
            "f.yaml:2:3: a list stands where a key belongs; a key is a text",
            "f.yaml:4:4: the alias \"*nowhere\" has no anchor; define it earlier with &nowhere,"
                + " outside of itself",
            "f.yaml:5:11: the alias \"*self\" has no anchor; define it earlier with &self, outside"
                + " of itself",
            "f.yaml:6:1: a second document begins here, and one is allowed; split the file");
  }

  @Test
  void syntaxErrorsAreLocatedAndExplained() {
    assertThat(syntaxError("a: b: c"))
        .isEqualTo(
            "f.yaml:1:5: is not YAML: mapping values are not allowed here; put a text that holds"
                + " \": \" in quotes, and check the indentation");
    assertThat(syntaxError("a:\n\t- b"))
        .startsWith("f.yaml:2:1: is not YAML: ")
        .endsWith("; indent with spaces, not with tabs");
    assertThat(syntaxError("x: 1\na: {b: ${HOME}/c}"))
        .startsWith("f.yaml:2:9: is not YAML: ")
        .endsWith("; inside { } and [ ] a text with ${NAME} must stand in quotes");
    assertThat(syntaxError("a: [1, 2\nb: 3"))
        .isEqualTo(
            "f.yaml:2:2: is not YAML: expected ',' or ']', but got :; while parsing a flow sequence"
                + " that begins in line 1");
    assertThat(syntaxError("%YAML 2.0\n---\na: 1"))
        .isEqualTo("f.yaml:1:1: is not YAML 1.2 but claims \"2.0\"; remove %YAML");
    assertThat(syntaxError("a: 1\nbc: \u0001"))
        .isEqualTo("f.yaml:2:5: has the unprintable character U+0001; remove it");
    assertThat(syntaxError("")).isEqualTo("f.yaml:1:1: the file is empty");
  }

  private static String syntaxError(String text) {
    Problems found = new Problems();
    assertThat(YamlReader.read(text, "f.yaml", found)).isEmpty();
    assertThat(found.sorted()).hasSize(1);
    return found.sorted().get(0).toString();
  }

  @Test
  void depthNodesAndSizeAreBounded() {
    StringBuilder laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 10; i++) {
      String last = "*a" + (i - 1);
      laughs.append("a" + i + ": &a" + i + " [" + (last + ", ").repeat(9) + last + "]\n");
    }

    assertThat(syntaxError("[".repeat(100_000)))
        .isEqualTo("f.yaml:1:34: is nested deeper than 32 levels");
    assertThat(syntaxError(laughs.toString()))
        .endsWith(": the file has more than 20000 nodes, aliases expanded");
    assertThat(syntaxError("#" + " ".repeat(1 << 20)))
        .isEqualTo("f.yaml:1:1: is larger than 1 MiB, the most that is read as YAML");
  }

  @Test
  void aFileThatIsNoTextIsLocatedToo(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("latin1.yaml");
    Files.write(file, "a: 1\nb: é".getBytes(StandardCharsets.ISO_8859_1));

    assertThat(YamlReader.read(file, problems)).isEmpty();
    assertThat(YamlReader.read(folder.resolve("none.yaml"), problems)).isEmpty();
    assertThat(YamlReader.read(folder, problems)).isEmpty();
    assertThat(messages())
        .containsExactly(
            file + ":2:4: has the byte 0xE9, which is not UTF-8; save the file as UTF-8",
            folder
                + "/none.yaml:1:1: there is no such file; check the path; it was looked for at "
                + folder
                + "/none.yaml",
            folder
                + ":1:1: is a folder, not a file; check the path; it was looked for at "
                + folder);
  }

  @Test
  void messagesNameAFileRelativeToTheWorkingDirectory() {
    assertThat(YamlReader.nameOf(Path.of("a/b.yaml"))).isEqualTo("a/b.yaml");
    assertThat(YamlReader.nameOf(Path.of("a/b.yaml").toAbsolutePath())).isEqualTo("a/b.yaml");
    assertThat(YamlReader.nameOf(Path.of("/elsewhere/b.yaml"))).isEqualTo("/elsewhere/b.yaml");
  }
}
