package dev.touchstone.baselines.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.scenarios.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryLogTest {

  private static final Instant AT = Instant.parse("2026-11-26T08:00:00Z");
  private static final Repin REPIN =
      new Repin(
          AT, "aaa", "bbb", Metric.LATENCY_P50, -0.1, -0.11, -0.09, 20, "a new, \"clean\" export");
  private static final Acknowledgement ACCEPTED =
      new Acknowledgement(AT, "run-1", "latency.p50", "int8", "worth it,\nsays product");

  @TempDir private Path folder;

  private HistoryLog log() {
    return BaselineStore.open(folder).history("kws/odd name", "board");
  }

  @Test
  void isEmptyAtFirst() {
    assertThat(log().repins()).isEmpty();
    assertThat(log().acknowledgements()).isEmpty();
  }

  @Test
  void keepsWhatWasAddedInOrder() {
    log().add(ACCEPTED);
    Acknowledgement later = new Acknowledgement(AT, "run-2", "size", "int8", "again");
    log().add(later);
    log().add(List.of(REPIN));
    assertThat(log().acknowledgements()).containsExactly(ACCEPTED, later);
    assertThat(log().repins()).containsExactly(REPIN);
  }

  @Test
  void namesTheRowThatCannotBeUnderstood() throws IOException {
    log().add(List.of(REPIN));
    Path file = folder.resolve("history/kws%2Fodd+name/board/repins.csv");
    Files.writeString(file, Files.readString(file).replace("latency.p50", "latency.p5"));
    assertThatThrownBy(() -> log().repins())
        .isInstanceOf(UnreadableResultException.class)
        .hasMessage(file + ": row 1 cannot be understood: no metric is \"latency.p5\"");
  }

  @Test
  void isVerifiedWithItsStore() throws IOException {
    log().add(List.of(REPIN));
    log().add(ACCEPTED);
    assertThat(BaselineStore.open(folder).verify()).isEmpty();

    Path file = folder.resolve("history/kws%2Fodd+name/board/acknowledged.csv");
    Files.writeString(file, Files.readString(file).replace("2026", "MMXXVI"));
    assertThat(BaselineStore.open(folder).verify()).extracting(Damage::place).containsExactly(file);
  }

  @Test
  void travelsWithAnArchiveAndIsNeverOverwritten(@TempDir Path elsewhere) {
    BaselineStore here = BaselineStore.open(folder);
    BaselineStore there = BaselineStore.open(elsewhere.resolve("store"));
    Acknowledgement later = new Acknowledgement(AT, "run-2", "size", "int8", "again");

    log().add(ACCEPTED);
    carry(here, there, elsewhere);
    log().add(later);
    assertThat(carry(here, there, elsewhere).diverged()).isEmpty();
    assertThat(there.history("kws/odd name", "board").acknowledgements())
        .containsExactly(ACCEPTED, later);

    there.history("kws/odd name", "board").add(ACCEPTED);
    assertThat(carry(here, there, elsewhere).diverged()).isEmpty();
    log().add(later);
    assertThat(carry(here, there, elsewhere).diverged())
        .containsExactly("the history of kws/odd name on board");
    assertThat(there.history("kws/odd name", "board").acknowledgements())
        .containsExactly(ACCEPTED, later, ACCEPTED);
  }

  private static Imported carry(BaselineStore from, BaselineStore to, Path folder) {
    Path archive = folder.resolve("store.zip");
    Signature signature = new Signature(AT, "somebody", "a move");
    from.exportTo(archive, Optional.empty(), signature);
    return to.importFrom(archive, signature);
  }

  @Test
  void keepsNoDecisionWithoutAReason() {
    assertThatThrownBy(() -> new Acknowledgement(AT, "run-1", "size", "int8", " "))
        .hasMessage("an acknowledgement needs a reason");
  }
}
