package dev.touchstone.baselines.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.baselines.RunResult;
import dev.touchstone.scenarios.Baseline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Disks that are full, processes that are killed, and two that write at once. */
@Timeout(120)
class StoreFaultsTest {

  private static final long SEED = 20261126;

  @TempDir private Path temporary = Path.of("");

  @Nested
  class AFullDisk {

    @Test
    void leavesTheResultBeforeAsItWasWhereverItFillsUp() throws Exception {
      try (SmallDisk disk = SmallDisk.at(temporary.resolve("disk"))) {
        Path folder = temporary.resolve("disk/run");
        ResultFolder.write(Results.withoutData(), folder);
        int failures = 0;
        for (int pages = 0; !isNew(folder); pages++) {
          disk.leavePages(pages);
          try {
            ResultFolder.write(Results.classification(), folder);
          } catch (UncheckedIOException e) {
            failures++;
            assertThat(e).hasMessageStartingWith("cannot write ").hasRootCauseMessage(NO_SPACE);
            assertThat(isNew(folder)).isFalse();
          }
          assertThat(leftIn(folder)).isEmpty();
        }
        assertThat(failures).isGreaterThan(5);
      }
    }

    @Test
    void leavesTheBaselineBeforeAsItWasWhereverItFillsUp() throws Exception {
      Path before = Files.write(temporary.resolve("before.onnx"), new byte[20_000]);
      Path after = Files.write(temporary.resolve("after.onnx"), random(20_000));
      try (SmallDisk disk = SmallDisk.at(temporary.resolve("disk"))) {
        BaselineStore store = BaselineStore.open(temporary.resolve("disk/store"));
        store.promote(StoreMain.promotion(before, 0));
        int failures = 0;
        for (int pages = 0; !deployed(store).equals("after.onnx"); pages++) {
          disk.leavePages(pages);
          try {
            store.promote(StoreMain.promotion(after, 0));
          } catch (UncheckedIOException e) {
            failures++;
            assertThat(e).hasRootCauseMessage(NO_SPACE);
            assertThat(deployed(store)).isEqualTo("before.onnx");
          }
          assertThat(store.list().damaged()).isEmpty();
        }
        assertThat(failures).isGreaterThan(5);
      }
    }

    @Test
    void isNoticedByAProcessWhoseFilesAreLimited() throws Exception {
      Path folder = temporary.resolve("run");
      ResultFolder.write(Results.withoutData(), folder);
      ProcessBuilder writer = StoreMain.process("write-one", folder);
      List<String> limited = new ArrayList<>(List.of("sh", "-c", "ulimit -f 1; exec \"$@\"", "sh"));
      limited.addAll(writer.command());

      Process process = writer.command(limited).start();

      assertThat(process.inputReader().readLine())
          .startsWith("cannot write " + temporary)
          .endsWith(": File too large");
      assertThat(process.waitFor()).isEqualTo(70);
      assertThat(isNew(folder)).isFalse();
      assertThat(leftIn(folder)).isEmpty();
    }

    @Test
    void isToldByTheStoreOfADiskThatTakesNoChanges() throws Exception {
      Path model = Files.write(temporary.resolve("model.onnx"), new byte[7]);
      try (SmallDisk disk = SmallDisk.at(temporary.resolve("disk"))) {
        BaselineStore store = BaselineStore.open(temporary.resolve("disk/store"));
        store.promote(StoreMain.promotion(model, 0));
        disk.remountReadOnly();

        assertThatThrownBy(() -> store.promote(StoreMain.promotion(model, 1)))
            .isInstanceOf(UncheckedIOException.class)
            .hasMessage("cannot write the store " + temporary.resolve("disk/store"));
        assertThat(deployed(store)).isEqualTo("model.onnx");
      }
    }

    private static final String NO_SPACE = "No space left on device";
  }

  @Nested
  class AProcessThatIsKilled {

    @Test
    void leavesAWholeResultWheneverThatIs() throws Exception {
      Path folder = temporary.resolve("run");
      ResultFolder.write(Results.withoutData(), folder);
      Random random = new Random(SEED);
      for (int i = 0; i < 6; i++) {
        Process writer = StoreMain.process("write-forever", folder).start();
        assertThat(writer.inputReader().readLine()).isEqualTo("begins");
        Thread.sleep(random.nextInt(200));

        writer.destroyForcibly().waitFor();

        assertThat(ResultFolder.read(folder).id()).isEqualTo(Results.withoutData().id());
      }
    }

    @Test
    void betweenTheTwoRenamesHasItsNewResultPutInPlaceByTheNextReader() {
      Path folder = temporary.resolve("run");
      ResultFolder.write(Results.withoutData(), temporary.resolve(".run.old-1"));
      ResultFolder.write(Results.classification(), temporary.resolve(".run.partial-1"));

      assertThat(isNew(folder)).isTrue();
      assertThat(temporary).isDirectoryNotContaining("glob:**/.run.*");
    }

    @Test
    void beforeItHadAnyNewResultHasItsOldOnePutBack() {
      Path folder = temporary.resolve("run");
      ResultFolder.write(Results.withoutData(), temporary.resolve(".run.old-1"));

      assertThat(isNew(folder)).isFalse();
    }

    @Test
    void hasItsHalfWrittenFolderSweptAwayADayLater() throws IOException {
      Path fresh = Files.createDirectory(temporary.resolve(".run.partial-1"));
      Path stale = Files.createDirectory(temporary.resolve(".run.partial-2"));
      Files.writeString(stale.resolve("run.csv"), "key,val");
      Files.setLastModifiedTime(stale, FileTime.fromMillis(1_000_000));

      ResultFolder.write(Results.withoutData(), temporary.resolve("run"));

      assertThat(stale).doesNotExist();
      assertThat(fresh).exists();
    }
  }

  @Test
  void aFolderThatCannotBePutInPlaceLeavesTheOldOneThere() throws IOException {
    Path place = Files.createDirectory(temporary.resolve("place"));
    Files.writeString(place.resolve("file"), "old");
    Path gone = temporary.resolve("gone");

    assertThatThrownBy(() -> AtomicFolder.swap(place, gone, temporary.resolve("old")))
        .isInstanceOf(IOException.class);

    assertThat(place.resolve("file")).hasContent("old");
  }

  @Test
  void twoProcessesThatWriteAtOnceLeaveAWholeStore() throws Exception {
    Path store = temporary.resolve("store");
    List<Process> writers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Path model = Files.write(temporary.resolve("model" + i + ".onnx"), random(50_000 + i));
      writers.add(StoreMain.process("promote", store, model, 12).start());
    }
    for (Process writer : writers) {
      assertThat(writer.waitFor()).isZero();
    }

    BaselineStore.Inventory inventory = BaselineStore.open(store).list();

    assertThat(inventory.damaged()).isEmpty();
    assertThat(inventory.baselines())
        .extracting(StoredBaseline::role)
        .containsOnly(Role.DEPLOYED, Role.LAST_KNOWN_GOOD)
        .hasSize(6);
  }

  @Test
  void aRecordThatIsDamagedIsNamedAndHidesNoOther() throws IOException {
    BaselineStore store = BaselineStore.open(temporary.resolve("store"));
    Path model = Files.write(temporary.resolve("model.onnx"), new byte[7]);
    store.promote(StoreMain.promotion(model, 0));
    String id = store.promote(StoreMain.promotion(model, 1)).id();
    store.promote(StoreMain.promotion(model, 2));
    Path record = temporary.resolve("store/baselines/scenario+1/pi%2F4/" + id + "/baseline.csv");
    Files.writeString(record, Files.readString(record).substring(0, 60));

    BaselineStore.Inventory inventory = store.list();

    assertThat(inventory.baselines())
        .extracting(StoredBaseline::scenario)
        .containsExactly("scenario 0", "scenario 2");
    assertThat(inventory.damaged())
        .singleElement()
        .satisfies(damage -> assertThat(damage).hasMessageStartingWith(record + ": "));
  }

  private static boolean isNew(Path folder) {
    RunResult run = ResultFolder.read(folder);
    return run.samples().isPresent();
  }

  private static String deployed(BaselineStore store) {
    return store
        .find("scenario 0", "pi/4", Baseline.DEPLOYED)
        .orElseThrow()
        .model()
        .getFileName()
        .toString();
  }

  private static List<Path> leftIn(Path folder) throws IOException {
    try (Stream<Path> siblings = Files.list(folder.resolveSibling(""))) {
      return siblings.filter(each -> each.getFileName().toString().startsWith(".")).toList();
    }
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(SEED + length).nextBytes(bytes);
    return bytes;
  }
}
