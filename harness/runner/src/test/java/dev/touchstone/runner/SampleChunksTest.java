package dev.touchstone.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.runner.testing.MemoryDataset;
import dev.touchstone.worker.protocol.ModelInputs;
import dev.touchstone.worker.protocol.TensorFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SampleChunksTest {

  private static final MemoryDataset DATA = MemoryDataset.ofClasses(10, 4);
  private static final int SAMPLE_BYTES = 16;

  @Test
  void cutDataIntoFilesThatHoldEverySampleOnce() throws IOException {
    try (RunFolder folder = RunFolder.create()) {
      SampleChunks chunks = new SampleChunks(DATA, folder, 4 * SAMPLE_BYTES, 1 << 20);

      assertThat(chunks.count()).isEqualTo(3);
      int samples = 0;
      for (int i = 0; i < chunks.count(); i++) {
        try (TensorFile file = TensorFile.open(chunks.file(i))) {
          assertThat(file.records()).isEqualTo(chunks.samplesIn(i));
          samples += chunks.samplesIn(i);
        }
      }
      assertThat(samples).isEqualTo(10);
    }
  }

  @Test
  void keepSmallDataForTheNextArm() {
    try (RunFolder folder = RunFolder.create()) {
      SampleChunks chunks = new SampleChunks(DATA, folder, 4 * SAMPLE_BYTES, 1 << 20);
      assertThat(chunks.file(0)).isNotEqualTo(chunks.file(1)).isEqualTo(chunks.file(0)).exists();
    }
  }

  @Test
  void useOneFileInTurnForLargeData() throws IOException {
    try (RunFolder folder = RunFolder.create()) {
      SampleChunks chunks = new SampleChunks(DATA, folder, 4 * SAMPLE_BYTES, SAMPLE_BYTES);
      Path first = chunks.file(0);

      assertThat(chunks.file(2)).isEqualTo(first);
      try (TensorFile file = TensorFile.open(first)) {
        assertThat(file.records()).isEqualTo(2);
      }
    }
  }

  @Test
  void giveTimedModelsAHandfulOfSamples() throws IOException {
    try (RunFolder folder = RunFolder.create()) {
      ModelInputs inputs = new SampleChunks(DATA, folder).timed(9);

      assertThat(inputs.seed()).isEqualTo(9);
      try (TensorFile file = TensorFile.open(Path.of(inputs.samples().orElseThrow()))) {
        assertThat(file.records()).isEqualTo(10);
      }
    }
  }

  @Test
  void leaveNothingBehind() {
    Path file;
    try (RunFolder folder = RunFolder.create()) {
      file = new SampleChunks(DATA, folder).file(0);
    }
    assertThat(Files.exists(file.getParent())).isFalse();
  }
}
