package dev.touchstone.scenarios.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.touchstone.scenarios.quality.Labels;
import dev.touchstone.scenarios.surface.SurfaceDefects;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratedDatasetTest {

  private @TempDir Path folder;

  private Dataset open(String generator) {
    return Read.dataset(folder, "generator: {name: surface-defects, " + generator + "}");
  }

  @Test
  void givesTheImagesLabelsAndConditionsOfTheGenerator() {
    SurfaceDefects images = new SurfaceDefects(7, 300);

    Dataset dataset = open("seed: 7, samples: 300");

    assertThat(dataset.size()).isEqualTo(300);
    assertThat(dataset.inputNames()).containsExactly("");
    Labels.Classes labels = (Labels.Classes) dataset.labels().orElseThrow();
    assertThat(labels.names()).isEqualTo(SurfaceDefects.CLASSES);
    for (int index : new int[] {0, 127, 128, 299}) {
      Tensor tensor = dataset.sample(index).inputs().get(0);
      assertThat(tensor.type()).isEqualTo(ElementType.FLOAT32);
      assertThat(tensor.shape()).containsExactly(1, 64, 64);
      float[] image = images.image(index);
      assertThat(Read.values(tensor))
          .isEqualTo(IntStream.range(0, image.length).mapToDouble(i -> image[i]).toArray());
      assertThat(labels.at(index)).isEqualTo(images.label(index));
      assertThat(Read.slice(dataset, "condition").get(index)).isEqualTo(images.condition(index));
    }
  }

  @Test
  void normalizesWhatTheManifestAsksFor() {
    Dataset plain = open("samples: 3");
    Dataset normalized = open("samples: 3, input: image, preprocess: {mean: 0.5, std: 0.25}");

    assertThat(normalized.inputNames()).containsExactly("image");
    double value = Read.values(plain, 2)[99];
    assertThat(Read.values(normalized, 2)[99]).isEqualTo((value - 0.5) / 0.25, within(1e-6));
  }

  @Test
  void isTheSameHoweverManyThreadsAskInWhateverOrder() {
    Dataset one = open("seed: 3, samples: 400");
    Dataset other = open("seed: 3, samples: 400");

    boolean same =
        IntStream.range(0, 400)
            .parallel()
            .map(i -> 399 - i)
            .allMatch(
                i ->
                    one.sample(i)
                        .inputs()
                        .get(0)
                        .elements()
                        .equals(other.sample(i).inputs().get(0).elements()));

    assertThat(same).isTrue();
    assertThat(one.fingerprint()).isEqualTo(other.fingerprint());
  }

  @Test
  void hasAnotherFingerprintForAnotherSeedSizeOrNormalization() {
    assertThat(
            new String[] {
              open("seed: 3, samples: 40").fingerprint(),
              open("seed: 4, samples: 40").fingerprint(),
              open("seed: 3, samples: 41").fingerprint(),
              open("seed: 3, samples: 40, preprocess: {mean: 0.5}").fingerprint()
            })
        .doesNotHaveDuplicates();
  }
}
