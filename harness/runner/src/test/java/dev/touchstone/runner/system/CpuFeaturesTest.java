package dev.touchstone.runner.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.runner.testing.Board;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuFeaturesTest {

  @TempDir Path root;

  @Test
  void areTheFlagsOfX86() {
    Board.nuc(root);
    assertThat(CpuFeatures.detect(root)).contains("avx512_vnni", "fpu").doesNotContain("asimd");
  }

  @Test
  void areTheFeaturesThatAllCoresOfAnArmBoardShare() {
    Board.jetson(root);
    assertThat(CpuFeatures.detect(root)).contains("asimddp").doesNotContain("uscat");
  }

  @Test
  void areNoneWhereNothingTells() {
    assertThat(CpuFeatures.detect(root)).isEmpty();
  }
}
