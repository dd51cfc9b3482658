package dev.touchstone.runner.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageCacheDropTest {

  @TempDir Path folder;

  @Test
  void changesNoByteAndEitherDropsTheFilesOrSaysWhyNot() throws IOException {
    WeightyModel model = WeightyModel.outside(folder, "weighty", 1);
    byte[] weights = Files.readAllBytes(folder.resolve("weighty.bin"));

    // A temporary folder may lie in memory only, where nothing can be dropped.
    PageCacheDrop.of(model.file()).ifPresent(reason -> assertThat(reason).isNotBlank());

    assertThat(Files.readAllBytes(folder.resolve("weighty.bin"))).isEqualTo(weights);
  }

  @Test
  void saysWhatStandsInTheWay() {
    assertThat(PageCacheDrop.of(folder.resolve("missing.onnx")).orElseThrow())
        .contains("missing.onnx");
  }
}
