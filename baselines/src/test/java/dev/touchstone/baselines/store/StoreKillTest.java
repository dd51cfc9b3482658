package dev.touchstone.baselines.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.baselines.Gate;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real processes that are killed at any instant, and that race each other. How many are killed is
 * the system property {@code touchstone.kills}.
 */
@Timeout(600)
class StoreKillTest {

  private static final int KILLS = Integer.getInteger("touchstone.kills", 60);
  private static final long SEED = 20261126;

  @TempDir private Path temporary = Path.of("");

  private Path root = Path.of("");
  private final List<String> acknowledged = new ArrayList<>();
  private final List<String> recorded = new ArrayList<>();
  private int halfWritten;

  @Test
  void aStoreLosesNothingThatWasAcknowledgedWheneverItsWriterIsKilled() throws Exception {
    root = temporary.resolve("store");
    Path material = material();
    BaselineStore store = BaselineStore.open(root);
    Random random = new Random(SEED);
    Process next = StoreActor.start(root, material, random.nextLong());
    for (int kill = 0; kill < KILLS; kill++) {
      Process actor = next;
      List<String> said = killed(actor, random.nextInt(5), random.nextInt(25));
      // The next one starts while this one's traces are looked at; it waits for nobody.
      look(store, said);
      next = StoreActor.start(root, material, random.nextLong());
    }
    next.destroyForcibly().waitFor();
    assertThat(acknowledged).hasSizeGreaterThan(KILLS / 2);
    assertThat(recorded).hasSizeGreaterThan(KILLS / 4);
    Files.writeString(
        Files.createDirectories(Path.of("target")).resolve("store-kills.md"),
        "%d kills: %d run records and %d changes of roles acknowledged, none lost; %d left something half-written%n"
            .formatted(KILLS, recorded.size(), acknowledged.size(), halfWritten));
  }

  /** What it said before it died, some milliseconds after so many acts. */
  private static List<String> killed(Process actor, int acts, int millis) throws Exception {
    List<String> said = new ArrayList<>();
    try (BufferedReader out = actor.inputReader()) {
      assertThat(out.readLine()).isEqualTo("ready");
      for (int i = 0; i < acts; i++) {
        said.add(out.readLine());
      }
      Thread.sleep(millis);
      // Not the process itself: that would close the pipe with what it said last.
      assertThat(actor.toHandle().destroyForcibly()).isTrue();
      actor.waitFor();
      out.lines().forEach(said::add);
    }
    return said;
  }

  private void look(BaselineStore store, List<String> said) {
    for (String line : said) {
      if (line.startsWith("recorded ")) {
        recorded.add(line.substring("recorded ".length()));
      } else if (!line.startsWith("nothing")) {
        acknowledged.add(line);
      }
    }
    assertThat(store.verify()).isEmpty();
    halfWritten += store.sweep().isEmpty() ? 0 : 1;
    assertThat(store.verify()).isEmpty();
    List<String> done =
        store.journal(StoreActor.SCENARIO, StoreActor.PROFILE).stream()
            .map(act -> act.kind().key() + " " + act.baseline())
            .toList();
    assertThat(done).startsWith(acknowledged.toArray(String[]::new));
    // At most the act that was under way may have been done without being acknowledged.
    assertThat(done.size() - acknowledged.size()).isBetween(0, 1);
    acknowledged.clear();
    acknowledged.addAll(done);
    assertThat(
            store.runs(StoreActor.SCENARIO, StoreActor.PROFILE).stream()
                .map(RunRecord::id)
                .toList())
        .containsAll(recorded);
    assertThat(store.list().damaged()).isEmpty();
  }

  /** Eight models, and a run record that actors give a new id each time. */
  private Path material() throws IOException {
    Path folder = Files.createDirectory(temporary.resolve("material"));
    Random random = new Random(SEED);
    for (int i = 0; i < 8; i++) {
      byte[] model = new byte[20_000 + 10_000 * i];
      random.nextBytes(model);
      Files.write(folder.resolve("model" + i + ".onnx"), model);
    }
    RunRecord record = RunRecord.of(Gate.judge(List.of(), Results.classification()));
    Files.writeString(folder.resolve("run.csv"), RunRecordText.of(record));
    return folder;
  }

  @Test
  void oneOfTwoThatPromoteAtOnceWinsAndTheOtherIsToldWhoDid() throws Exception {
    root = temporary.resolve("store");
    Path material = material();
    List<Process> racers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      racers.add(StoreMain.process("race", root, material.resolve("model" + i + ".onnx")).start());
    }
    List<String> answers = new ArrayList<>();
    for (Process racer : racers) {
      assertThat(racer.inputReader().readLine()).isEqualTo("saw nothing");
    }
    for (Process racer : racers) {
      try (OutputStream in = racer.getOutputStream()) {
        in.write("go\n".getBytes(StandardCharsets.UTF_8));
      }
    }
    for (Process racer : racers) {
      answers.add(racer.inputReader().readLine());
      assertThat(racer.waitFor()).isZero();
    }

    String id =
        BaselineStore.open(root)
            .holder(StoreActor.SCENARIO, StoreActor.PROFILE, Role.DEPLOYED)
            .orElseThrow();
    assertThat(answers).filteredOn(answer -> answer.equals("promoted " + id)).hasSize(1);
    assertThat(answers)
        .filteredOn(answer -> answer.startsWith("too late: "))
        .singleElement()
        .asString()
        .contains("actor promoted \"int8\" (" + id + ")")
        .contains("decided when nothing was deployed; look at it");
    assertThat(BaselineStore.open(root).journal(StoreActor.SCENARIO, StoreActor.PROFILE))
        .hasSize(1);
  }
}
