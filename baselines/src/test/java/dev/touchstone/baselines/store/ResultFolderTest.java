package dev.touchstone.baselines.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.baselines.Block;
import dev.touchstone.baselines.ColdStart;
import dev.touchstone.baselines.Memory;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.scenarios.PageCache;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResultFolderTest {

  @TempDir private Path temporary = Path.of("");

  static Stream<RunResult> results() {
    return Stream.of(
        Results.classification(),
        Results.regression(),
        Results.withMarks(),
        Results.withoutData(),
        Results.withEnergy());
  }

  @ParameterizedTest
  @MethodSource("results")
  void readsBackWhatItWrote(RunResult run) throws IOException {
    Path folder = temporary.resolve("run");
    Path again = temporary.resolve("again");

    ResultFolder.write(run, folder);
    RunResult read = ResultFolder.read(folder);
    ResultFolder.write(read, again);

    assertThat(read)
        .usingRecursiveComparison()
        .withEqualsForType(ResultFolderTest::sameBlock, Block.class)
        .withEqualsForType(Histogram::equals, Histogram.class)
        .withEqualsForType(Float::equals, Float.class)
        .isEqualTo(run);
    assertThat(contents(again)).isEqualTo(contents(folder));
  }

  static Stream<Arguments> golden() {
    return Stream.of(
        Arguments.of("schema-1", Results.classification()),
        Arguments.of("schema-2/marks", Results.withMarks()),
        Arguments.of("schema-2/energy", Results.withEnergy()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("golden")
  void readsWhatEachSchemaWrote(String golden, RunResult run) {
    Path folder = Path.of("src/test/resources/dev/touchstone/baselines/store").resolve(golden);

    assertThat(ResultFolder.read(folder))
        .usingRecursiveComparison()
        .withEqualsForType(ResultFolderTest::sameBlock, Block.class)
        .withEqualsForType(Histogram::equals, Histogram.class)
        .withEqualsForType(Float::equals, Float.class)
        .isEqualTo(run);
  }

  @Test
  void keepsTheQuadThePageCacheAndTheMemoryOfAStart() {
    ColdStart warm = new ColdStart("reference", 1, 2, 3, 4, 5);
    ColdStart dropped =
        new ColdStart("reference", 6, 7, 8, 9, 10)
            .in(3, PageCache.DROPPED)
            .with(Optional.of(new Memory(13, 15, 14, 6)));
    Path folder = temporary.resolve("run");
    RunResult run = withColdStarts(Results.classification(), List.of(warm, dropped));

    ResultFolder.write(run, folder);

    assertThat(ResultFolder.read(folder).coldStarts()).containsExactly(warm, dropped);
  }

  private static RunResult withColdStarts(RunResult run, List<ColdStart> starts) {
    return new RunResult(
        run.id(),
        run.provenance(),
        run.scenarioName(),
        run.scenarioText(),
        run.profileName(),
        run.seed(),
        run.environment(),
        run.arms(),
        run.faults(),
        run.solo(),
        run.floor(),
        run.memory(),
        starts,
        run.campaigns(),
        run.samples(),
        run.predictions());
  }

  private static boolean sameBlock(Block a, Block b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      if (a.wallNanos(i) != b.wallNanos(i) || a.cpuNanos(i) != b.cpuNanos(i)) {
        return false;
      }
    }
    return true;
  }

  private static String contents(Path folder) throws IOException {
    return Files.readString(folder.resolve("CHECKSUMS.sha256"));
  }

  @Test
  void writesPredictionsAsTablesThatOtherToolsRead() throws IOException {
    ResultFolder.write(Results.classification(), temporary.resolve("run"));

    assertThat(temporary.resolve("run/predictions/reference.csv"))
        .hasContent(
            """
            index,label,predicted,score,score_0,score_1
            0,1,1,0.9,0.1,0.9
            1,0,0,0.8,0.8,0.2
            """);
  }

  @Test
  void replacesAnOlderResultAndLeavesNothingBeside() throws IOException {
    Path folder = temporary.resolve("run");
    ResultFolder.write(Results.classification(), folder);
    ResultFolder.write(Results.withoutData(), folder);

    assertThat(ResultFolder.read(folder).samples()).isEmpty();
    try (Stream<Path> beside = Files.list(temporary)) {
      assertThat(beside).containsExactly(folder);
    }
  }

  @Test
  void refusesToReplaceAFolderThatIsNoResult() throws IOException {
    Path folder = Files.createDirectories(temporary.resolve("holiday-pictures"));

    assertThatThrownBy(() -> ResultFolder.write(Results.withoutData(), folder))
        .isInstanceOf(UnreadableResultException.class)
        .hasMessageContaining("stands where the run result is to be written");
  }

  @Test
  void takesAFolderWithoutChecksumsForHalfWritten() throws IOException {
    Path folder = temporary.resolve("run");
    ResultFolder.write(Results.classification(), folder);
    Files.delete(folder.resolve("CHECKSUMS.sha256"));

    assertThatThrownBy(() -> ResultFolder.read(folder))
        .isInstanceOf(UnreadableResultException.class)
        .hasMessage(
            folder + ": is no run result: it has no CHECKSUMS.sha256, which is written last");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run.csv",
        "pairs.csv",
        "latency.hlog",
        "predictions/reference.csv",
        "scenario.yaml"
      })
  void namesAFileThatWasChangedOrIsMissing(String name) throws IOException {
    Path folder = temporary.resolve("run");
    ResultFolder.write(Results.classification(), folder);
    Path file = folder.resolve(name);

    Files.writeString(file, Files.readString(file) + " ");
    assertThatThrownBy(() -> ResultFolder.read(folder))
        .isInstanceOf(UnreadableResultException.class)
        .hasMessageStartingWith(file + ": was changed after it was written");

    Files.delete(file);
    assertThatThrownBy(() -> ResultFolder.read(folder))
        .isInstanceOf(UnreadableResultException.class)
        .hasMessageStartingWith(file + ": is missing");
  }

  @Test
  void refusesANewerSchema() throws IOException {
    Path folder = temporary.resolve("run");
    ResultFolder.write(Results.withoutData(), folder);
    Path run = folder.resolve("run.csv");
    Files.writeString(run, Files.readString(run).replace("schema,2", "schema,3"));
    Checksums.write(folder);

    assertThatThrownBy(() -> ResultFolder.read(folder))
        .isInstanceOf(UnreadableResultException.class)
        .hasMessageContaining("schema 3")
        .hasMessageContaining("newer Touchstone");
  }

  @Test
  void namesTheRowThatCannotBeUnderstood() throws IOException {
    Path folder = temporary.resolve("run");
    ResultFolder.write(Results.withoutData(), folder);
    Path memory = folder.resolve("memory.csv");
    List<String> lines = Files.readAllLines(memory);
    Files.write(memory, List.of(lines.get(0), lines.get(1), "solo,,,reference,1,2,three,4"));
    Checksums.write(folder);

    assertThatThrownBy(() -> ResultFolder.read(folder))
        .isInstanceOf(UnreadableResultException.class)
        .hasMessage(memory + ": row 2 cannot be understood: For input string: \"three\"");
  }

  @Test
  void refusesAFileThatNoChecksumVouchesFor() throws IOException {
    Path folder = temporary.resolve("run");
    ResultFolder.write(Results.classification(), folder);
    Path list = folder.resolve("CHECKSUMS.sha256");
    List<String> lines = Files.readAllLines(list);
    Files.write(list, lines.subList(0, lines.size() - 1));
    Path cutOff = folder.resolve(lines.get(lines.size() - 1).substring(66));

    assertThatThrownBy(() -> ResultFolder.read(folder))
        .isInstanceOf(UnreadableResultException.class)
        .hasMessage(cutOff + ": is not in CHECKSUMS.sha256, so nothing vouches for it; run again");
  }

  @ParameterizedTest(name = "{1} in {0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # file       | in place of | found        | message
          run.csv      | schema,2    | schema,abc   | cannot be understood: For input string
          run.csv      | started,2.* | started,noon | cannot be understood: Text 'noon'
          scenario.yaml| (?s).*      | \u00ff       | is no text
          queries.csv  | (?s).*      | \u00ff       | is no table in UTF-8
          latency.hlog | (?s)(\\sTag=[^,]*,.).* | $1 | is no whole histogram log
          """)
  void saysWhatCannotBeUnderstood(String name, String inPlaceOf, String found, String message)
      throws IOException {
    Path folder = temporary.resolve("run");
    ResultFolder.write(Results.classification(), folder);
    Path file = folder.resolve(name);
    String changed = Files.readString(file).replaceFirst(inPlaceOf, found);
    // Latin-1, in which the one letter that is not ASCII makes no UTF-8.
    Files.writeString(file, changed, StandardCharsets.ISO_8859_1);
    Checksums.write(folder);

    assertThatThrownBy(() -> ResultFolder.read(folder))
        .isInstanceOf(UnreadableResultException.class)
        .hasMessageContaining(message);
  }

  @Test
  void knowsBeforehandWhetherAResultCanBeWritten() throws IOException {
    Path free = temporary.resolve("free/run");
    Path taken = Files.createDirectories(temporary.resolve("taken"));

    ResultFolder.requirePlaceFor(free);
    assertThat(free).doesNotExist();
    assertThatThrownBy(() -> ResultFolder.requirePlaceFor(taken))
        .isInstanceOf(UnreadableResultException.class)
        .hasMessageContaining("stands where the run result is to be written");
  }
}
