package dev.touchstone.baselines.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.baselines.Gate;
import dev.touchstone.baselines.Outcome;
import dev.touchstone.baselines.Runs;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Looking after a store: old ones, damaged ones, large ones, copies. */
class StoreUpkeepTest {

  private static final PruneRule MODELS_ONLY = new PruneRule(OptionalInt.empty(), Optional.empty());

  @TempDir private Path temporary = Path.of("");

  private Path root = Path.of("");
  private BaselineStore store = BaselineStore.open(Path.of(""));
  private Wishes wishes = new Wishes(Path.of(""));

  @BeforeEach
  void open() {
    root = temporary.resolve("store");
    store = BaselineStore.open(root);
    wishes = new Wishes(temporary);
  }

  @Nested
  class AStoreOfSchema1 {

    private static final String SCENARIO = "odd, scenario";

    @BeforeEach
    void copy() throws IOException {
      copyTree(Path.of("src/test/resources/dev/touchstone/baselines/store/store-1"), root);
    }

    @Test
    void isReadAsItIs() {
      StoredBaseline deployed = store.find(SCENARIO, "pi/4", Role.DEPLOYED).orElseThrow();

      assertThat(deployed)
          .returns("int8, \"odd\"", StoredBaseline::arm)
          .returns(Outcome.INCONCLUSIVE, StoredBaseline::outcome)
          .returns("the board ships on Monday", StoredBaseline::because)
          .returns(Instant.parse("2026-01-02T03:10:00Z"), StoredBaseline::since)
          .returns("1.29.0", kept -> kept.lineage().get("tool.onnxruntime"));
      assertThat(deployed.model()).hasContent("the compressed model");
      assertThat(store.find(SCENARIO, "pi/4", Role.REFERENCE).orElseThrow().model())
          .hasContent("the uncompressed model");
      assertThat(store.list().baselines()).hasSize(2);
      assertThat(store.verify()).isEmpty();
      assertThat(root.resolve("baselines/odd%2C+scenario/pi%2F4"))
          .isDirectoryNotContaining("glob:**/journal.csv");
    }

    @Test
    void isTakenOverByTheFirstAct() {
      String before = store.find(SCENARIO, "pi/4", Role.DEPLOYED).orElseThrow().id();
      Promotion wish = inSchema1(wishes.of("b"), new Promotion.Seen(Optional.of(before)));

      store.promote(wish);

      Path place = root.resolve("baselines/odd%2C+scenario/pi%2F4");
      assertThat(place.resolve("deployed.csv")).doesNotExist();
      assertThat(place.resolve("reference.csv")).doesNotExist();
      assertThat(store.find(SCENARIO, "pi/4", Role.DEPLOYED).orElseThrow().arm()).isEqualTo("b");
      assertThat(store.find(SCENARIO, "pi/4", Role.REFERENCE)).isPresent();
      // It did not pass, so it is no place to go back to.
      assertThat(store.find(SCENARIO, "pi/4", Role.LAST_KNOWN_GOOD)).isEmpty();
      assertThat(store.journal(SCENARIO, "pi/4"))
          .extracting(Act::kind)
          .containsExactly(Act.Kind.REFERENCE, Act.Kind.PROMOTE, Act.Kind.PROMOTE);
      assertThat(store.verify()).isEmpty();
    }

    private static Promotion inSchema1(Promotion wish, Promotion.Seen seen) {
      return new Promotion(
          SCENARIO,
          "pi/4",
          wish.role(),
          wish.arm(),
          wish.externalData(),
          wish.origin(),
          wish.signature(),
          wish.attachments(),
          Optional.of(seen));
    }
  }

  @Nested
  class Verifying {

    @BeforeEach
    void fill() {
      store.promote(wishes.of("a"));
      store.promote(wishes.of("b"));
      store.record(run("one", "2026-11-21T01:00:00Z"));
    }

    @Test
    void findsNothingInAStoreThatIsWhole() {
      assertThat(store.verify()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "journal.csv",
          "baseline.csv",
          "card.md",
          "a.onnx",
          "CHECKSUMS.sha256",
          "one.csv"
        })
    void namesEveryFileThatWasChanged(String name) throws IOException {
      Path file = find(name);
      Files.writeString(file, Files.readString(file).replaceAll("[a-z](?=[^a-z]*$)", "_"));

      assertThat(store.verify()).isNotEmpty().allSatisfy(d -> assertThat(d.remedy()).isNotBlank());
      assertThat(store.verify().toString()).contains(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"baseline.csv", "card.md", "a.onnx", "CHECKSUMS.sha256"})
    void namesEveryFileThatIsGone(String name) throws IOException {
      Path file = find(name);
      Files.delete(file);

      assertThat(store.verify())
          .extracting(Damage::toString)
          .anySatisfy(text -> assertThat(text).startsWith(file + ": is missing"));
    }

    @Test
    void namesAModelFolderThatIsGone() throws IOException {
      AtomicFolder.remove(find("a.onnx").resolveSibling(""));

      assertThat(store.verify())
          .singleElement()
          .satisfies(d -> assertThat(d.found()).startsWith("is missing, but").endsWith("names it"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"notes.txt", "baselines/x.csv", "runs/a/b/c/d.csv", "other/file"})
    void namesWhatDoesNotBelongThere(String name) throws IOException {
      Path file = root.resolve(name);
      Files.createDirectories(file.resolveSibling(""));
      Files.writeString(file, "x");

      assertThat(store.verify())
          .singleElement()
          .hasToString(file + ": is no part of a store, so nobody reads it; move it away");
    }

    @Test
    void namesARunRecordThatLiesInAnothersPlace() throws IOException {
      Path file = find("one.csv");
      Files.copy(file, file.resolveSibling("two.csv"));

      assertThat(store.verify())
          .singleElement()
          .satisfies(d -> assertThat(d.found()).startsWith("tells of the run one, which belongs"));
    }

    @Test
    void sweepsWhatWasLeftHalfWrittenAndNothingElse() throws IOException {
      Path journal = find("journal.csv");
      Path partial = Files.writeString(journal.resolveSibling(".journal.csv.partial"), "at,b");
      Path model = find("a.onnx").resolveSibling("");
      Path half =
          Files.createDirectory(model.resolveSibling("." + model.getFileName() + ".partial-1"));
      Files.writeString(half.resolve("a.onnx"), "hal");

      assertThat(store.sweep()).containsExactlyInAnyOrder(partial, half);
      assertThat(partial).doesNotExist();
      assertThat(half).doesNotExist();
      assertThat(store.verify()).isEmpty();
    }
  }

  @Nested
  class Pruning {

    @Test
    void removesTheModelsThatNoRoleNamesAndNoOther() throws IOException {
      store.promote(wishes.reference("fp32"));
      for (String name : List.of("a", "b", "c", "d")) {
        store.promote(wishes.of(name));
      }

      assertThat(store.prunable(MODELS_ONLY, Wishes.SOMEBODY).models()).hasSize(2);
      assertThat(store.verify()).isEmpty();
      Pruned pruned = store.prune(MODELS_ONLY, Wishes.SOMEBODY);

      assertThat(pruned.models()).hasSize(2).allSatisfy(p -> assertThat(p).doesNotExist());
      assertThat(roles()).containsExactly("fp32", "d", "c");
      assertThat(store.verify()).isEmpty();
      assertThat(store.prune(MODELS_ONLY, Wishes.SOMEBODY).models()).isEmpty();
    }

    @Test
    void leavesNothingToRollBackToOnceItsModelIsGone() {
      for (String name : List.of("a", "b", "c")) {
        store.promote(wishes.of(name));
      }
      store.prune(MODELS_ONLY, Wishes.SOMEBODY);

      assertThat(rollback().restored().arm()).isEqualTo("b");
      assertThatThrownBy(StoreUpkeepTest.this::rollback).isInstanceOf(NoRollbackException.class);
    }

    @Test
    void takesAModelBackThatIsPromotedAgain() {
      for (String name : List.of("a", "b", "c")) {
        store.promote(wishes.of(name));
      }
      store.prune(MODELS_ONLY, Wishes.SOMEBODY);

      store.promote(wishes.of("a"));

      assertThat(roles()).containsExactly("a", "c");
      assertThat(store.verify()).isEmpty();
    }

    @Test
    void keepsTheNewestRunsAndThoseThatAreNotOldAndThoseOfARole() {
      store.promote(wishes.of("a"));
      store.record(run("run-a", "2025-01-01T00:00:00Z"));
      store.record(run("old", "2025-02-01T00:00:00Z"));
      store.record(run("older", "2025-01-15T00:00:00Z"));
      store.record(run("new", "2026-11-20T00:00:00Z"));

      assertThat(left(new PruneRule(OptionalInt.of(2), Optional.empty())))
          .containsExactly("run-a", "old", "new");
      assertThat(left(new PruneRule(OptionalInt.of(0), Optional.of(Duration.ofDays(90)))))
          .containsExactly("run-a", "new");
      assertThat(store.journal(Wishes.SCENARIO, Wishes.PROFILE))
          .extracting(act -> act.signature().because())
          .containsExactly("", "1 run record", "1 run record");
    }

    private List<String> left(PruneRule rule) {
      store.prune(rule, Wishes.SOMEBODY);
      return store.runs(Wishes.SCENARIO, Wishes.PROFILE).stream().map(RunRecord::id).toList();
    }

    @Test
    void refusesAStoreOfWhichNobodyKnowsWhatItNeeds() throws IOException {
      store.promote(wishes.of("a"));
      store.promote(wishes.of("b"));
      Files.writeString(find("journal.csv"), "at,by\n");

      assertThatThrownBy(() -> store.prune(MODELS_ONLY, Wishes.SOMEBODY))
          .isInstanceOf(UnreadableResultException.class);
      assertThat(find("a.onnx")).exists();
    }
  }

  @Nested
  class Archives {

    private Path archive = Path.of("");
    private BaselineStore other = BaselineStore.open(Path.of(""));

    @BeforeEach
    void fill() {
      archive = temporary.resolve("store.zip");
      other = BaselineStore.open(temporary.resolve("other"));
      store.promote(wishes.reference("fp32"));
      store.promote(wishes.of("a"));
      store.promote(wishes.of("b"));
      store.record(run("one", "2026-11-21T01:00:00Z"));
      store.exportTo(archive, Optional.empty(), Wishes.SOMEBODY);
    }

    @Test
    void bringEverythingToAnEmptyStore() {
      Imported imported = other.importFrom(archive, Wishes.SOMEBODY);

      assertThat(imported.changed()).containsExactly("kws, spotting on pi/4");
      assertThat(imported.runs()).isEqualTo(1);
      assertThat(other.verify()).isEmpty();
      assertThat(other.runs(Wishes.SCENARIO, Wishes.PROFILE))
          .isEqualTo(store.runs(Wishes.SCENARIO, Wishes.PROFILE));
      assertThat(other.list().baselines())
          .usingRecursiveComparison()
          .ignoringFields("model", "attachments")
          .isEqualTo(store.list().baselines());
      Rollback done = other.rollback(Wishes.SCENARIO, Wishes.PROFILE, Wishes.SOMEBODY);
      assertThat(done.restored().model()).hasContent("a");
    }

    @Test
    void bringOnlyWhatIsNews() {
      other.importFrom(archive, Wishes.SOMEBODY);
      assertThat(other.importFrom(archive, Wishes.SOMEBODY).changed()).isEmpty();
      store.promote(wishes.of("c"));
      store.exportTo(archive, Optional.of(Wishes.SCENARIO), Wishes.SOMEBODY);

      other.importFrom(archive, Wishes.SOMEBODY);

      assertThat(other.find(Wishes.SCENARIO, Wishes.PROFILE, Role.DEPLOYED).orElseThrow().arm())
          .isEqualTo("c");
      assertThat(other.verify()).isEmpty();
    }

    @Test
    void putBackModelsThatAreGone() throws IOException {
      AtomicFolder.remove(root.resolve("models"));
      assertThat(store.verify()).hasSize(3);

      Imported imported = store.importFrom(archive, Wishes.SOMEBODY);

      assertThat(imported.models()).isEqualTo(3);
      assertThat(imported.changed()).isEmpty();
      assertThat(store.verify()).isEmpty();
    }

    @Test
    void leaveAloneWhatWasChangedInBoth() {
      other.importFrom(archive, Wishes.SOMEBODY);
      other.promote(wishes.of("theirs"));
      store.promote(wishes.of("ours"));
      store.exportTo(archive, Optional.empty(), Wishes.SOMEBODY);

      Imported imported = other.importFrom(archive, Wishes.SOMEBODY);

      assertThat(imported.diverged()).containsExactly("kws, spotting on pi/4");
      assertThat(other.find(Wishes.SCENARIO, Wishes.PROFILE, Role.DEPLOYED).orElseThrow().arm())
          .isEqualTo("theirs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../escaped.txt", "/tmp/escaped.txt", "models/../../escaped.txt"})
    void areNotUnpackedIfAFileLeadsOutOfTheStore(String name) throws IOException {
      Map<String, String> files = contents();
      files.put(name, "x");
      rewrite(files);

      assertThatThrownBy(() -> other.importFrom(archive, Wishes.SOMEBODY))
          .isInstanceOf(UnreadableResultException.class)
          .hasMessageContaining("holds \"" + name + "\", which leads out of the store");
      assertThat(temporary.resolve("other")).doesNotExist();
    }

    @Test
    void areNotTakenIfAFileWasChangedOrIsGone() throws IOException {
      Map<String, String> files = contents();
      String model =
          files.keySet().stream().filter(n -> n.endsWith("a.onnx")).findFirst().orElseThrow();
      files.put(model, "x");
      rewrite(files);
      assertThatThrownBy(() -> other.importFrom(archive, Wishes.SOMEBODY))
          .hasMessageContaining("a.onnx: was changed after it was written");

      files.remove(model);
      rewrite(files);
      assertThatThrownBy(() -> other.importFrom(archive, Wishes.SOMEBODY))
          .hasMessageContaining("a.onnx: is missing");
      assertThat(temporary.resolve("other")).doesNotExist();
    }

    @Test
    void areNoneIfTheyAreOtherFiles() throws IOException {
      Files.writeString(archive, "no archive");

      assertThatThrownBy(() -> other.importFrom(archive, Wishes.SOMEBODY))
          .isInstanceOf(UnreadableResultException.class)
          .hasMessageContaining("store.zip: is no ZIP file, or damaged");
    }

    @Test
    void areNotMadeOfADamagedStore() throws IOException {
      Files.writeString(find("a.onnx"), "damaged");

      assertThatThrownBy(() -> store.exportTo(archive, Optional.empty(), Wishes.SOMEBODY))
          .isInstanceOf(UnreadableResultException.class)
          .hasMessageContaining("a.onnx: was changed");
    }

    private Map<String, String> contents() throws IOException {
      Map<String, String> files = new LinkedHashMap<>();
      try (ZipInputStream in = new ZipInputStream(Files.newInputStream(archive))) {
        for (ZipEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
          files.put(e.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
      }
      return files;
    }

    private void rewrite(Map<String, String> files) throws IOException {
      try (OutputStream out = Files.newOutputStream(archive);
          ZipOutputStream zip = new ZipOutputStream(out)) {
        for (Map.Entry<String, String> file : files.entrySet()) {
          zip.putNextEntry(new ZipEntry(file.getKey()));
          zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
          zip.closeEntry();
        }
      }
    }
  }

  private Rollback rollback() {
    return store.rollback(Wishes.SCENARIO, Wishes.PROFILE, Wishes.SOMEBODY);
  }

  private List<String> roles() {
    return store.list().baselines().stream().map(StoredBaseline::arm).toList();
  }

  private Path find(String name) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(f -> f.endsWith(name)).sorted().findFirst().orElseThrow();
    }
  }

  private static RunRecord run(String id, String started) {
    RunRecord r = RunRecord.of(Gate.judge(List.of(), Runs.unchanged().pairs(2, 0).build()));
    return new RunRecord(
        id,
        Wishes.SCENARIO,
        Wishes.PROFILE,
        Instant.parse(started),
        r.toolVersion(),
        r.outcome(),
        r.emulation(),
        r.injected(),
        r.context(),
        r.arms(),
        r.measurements(),
        r.changes());
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }
}
