package dev.touchstone.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.recipes.onnx.OnnxModel;
import dev.touchstone.scenarios.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresTorch
class SurfaceDefectsTrainingTest {

  private static final TrainingSettings BRIEF = SurfaceDefectsTraining.SETTINGS.withSteps(3);

  @Test
  void writesAModelAndACardThatBelongTogether(@TempDir Path folder) throws IOException {
    TrainingResult result = SurfaceDefectsTraining.train(folder, BRIEF, 100, Progress.NONE);
    assertThat(result.losses()).hasSize(3);
    assertThat(result.evaluation().samples()).isEqualTo(100);
    assertThat(Files.readString(result.card()))
        .contains(result.sha256(), "./touchstone train surface-defects", "| crack | 3 |");
    assertThat(OnnxModel.read(result.model()).opset()).isEqualTo(17);
    assertThat(Files.size(result.model())).isBetween(100_000L, 600_000L);
  }

  @Test
  void writesTheSameFileAgain(@TempDir Path folder) {
    TrainingResult first =
        SurfaceDefectsTraining.train(folder.resolve("a"), BRIEF, 100, Progress.NONE);
    TrainingResult second =
        SurfaceDefectsTraining.train(folder.resolve("b"), BRIEF, 100, Progress.NONE);
    assertThat(second.sha256()).isEqualTo(first.sha256());
  }
}
