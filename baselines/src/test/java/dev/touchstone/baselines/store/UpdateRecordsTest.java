package dev.touchstone.baselines.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.baselines.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpdateRecordsTest {

  /** Written by the first version, and read by every later one. */
  private static final String VERSION_1 =
      """
      kind,of,key,value
      record,,schema,1
      record,,scenario,"parts, all"
      record,,profile,pi/4
      record,,at,2026-11-26T08:00:00Z
      record,,promoted,true
      candidate,int8,sha256,abc
      candidate,int8,run,run-1
      candidate,int8,outcome,PASS
      input,int8,reference,123
      input,int8,recipe,456
      candidate,fp16,sha256,
      candidate,fp16,run,run-2
      candidate,fp16,outcome,FAIL
      """;

  @TempDir private Path store = Path.of("");

  private static UpdateRecord record() {
    Map<String, String> inputs = new LinkedHashMap<>();
    inputs.put("reference", "123");
    inputs.put("recipe", "456");
    return new UpdateRecord(
        "parts, all",
        "pi/4",
        Instant.parse("2026-11-26T08:00:00Z"),
        true,
        List.of(
            new UpdateRecord.Entry("int8", "abc", "run-1", Outcome.PASS, inputs),
            new UpdateRecord.Entry("fp16", "", "run-2", Outcome.FAIL, Map.of())));
  }

  @Test
  void areVerifiedWithTheirStore() throws IOException {
    UpdateRecords records = new UpdateRecords(store);
    records.write(record());
    assertThat(BaselineStore.open(store).verify()).isEmpty();

    Path file = records.file("parts, all", "pi/4");
    Files.writeString(file, Files.readString(file).replace("PASS", "PASSED"));
    assertThat(BaselineStore.open(store).verify()).extracting(Damage::place).containsExactly(file);
  }

  @Test
  void areTextThatIsReadBackAsItWas() {
    UpdateRecords records = new UpdateRecords(store);
    assertThat(records.read("parts, all", "pi/4")).isEmpty();

    records.write(record());

    assertThat(records.file("parts, all", "pi/4"))
        .isEqualTo(store.resolve("updates/parts%2C+all/pi%2F4.csv"))
        .hasContent(VERSION_1);
    assertThat(records.read("parts, all", "pi/4")).contains(record());
    assertThat(record().candidate("fp16")).map(UpdateRecord.Entry::runId).contains("run-2");
    assertThat(record().candidate("gone")).isEmpty();
  }

  @Test
  void replaceEachOtherAndLeaveNothingBehind() throws IOException {
    UpdateRecords records = new UpdateRecords(store);
    records.write(record());
    UpdateRecord other = new UpdateRecord("parts, all", "pi/4", Instant.EPOCH, false, List.of());

    records.write(other);

    assertThat(records.read("parts, all", "pi/4")).contains(other);
    try (var files = Files.list(records.file("parts, all", "pi/4").resolveSibling(""))) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void doNotHideBaselinesOfTheSameStore() {
    new UpdateRecords(store).write(record());

    assertThat(BaselineStore.open(store).list())
        .returns(List.of(), BaselineStore.Inventory::baselines)
        .returns(List.of(), BaselineStore.Inventory::damaged);
  }

  @Test
  void sayWhatIsWrongWithADamagedOneAndWhatToDo() throws IOException {
    UpdateRecords records = new UpdateRecords(store);
    records.write(record());
    Path file = records.file("parts, all", "pi/4");

    Files.writeString(file, VERSION_1.replace("schema,1", "schema,2"));
    assertThatThrownBy(() -> records.read("parts, all", "pi/4"))
        .isInstanceOf(UnreadableResultException.class)
        .hasMessage(file + ": has schema 2; this version reads 1 to 1: use a newer one");

    Files.writeString(file, VERSION_1.replace("PASS", "GOOD"));
    assertThatThrownBy(() -> records.read("parts, all", "pi/4"))
        .isInstanceOf(UnreadableResultException.class)
        .hasMessageContaining("GOOD")
        .hasMessageEndingWith("delete it, and the next update makes and measures everything");

    Files.writeString(file, VERSION_1.replace("candidate,int8,run,run-1\n", ""));
    assertThatThrownBy(() -> records.read("parts, all", "pi/4"))
        .hasMessageContaining("has no \"run\"");
  }
}
