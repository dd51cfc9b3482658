package dev.touchstone.scenarios.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.touchstone.scenarios.problem.ScenarioException;
import dev.touchstone.scenarios.quality.Labels;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PicturesTest {

  private @TempDir Path folder;
  private Fixtures files = new Fixtures(Path.of("."));

  @BeforeEach
  void useFolder() {
    files = new Fixtures(folder);
  }

  private Labels.Classes labels(Dataset dataset) {
    return (Labels.Classes) dataset.labels().orElseThrow();
  }

  @Test
  void takesSubFoldersForClassesInTheirAlphabeticalOrder() {
    files.png("p/dog/1.png", 2, 2, 0x010203);
    files.png("p/cat/2.PNG", 2, 2, 0x040506);
    files.png("p/cat/1.png", 2, 2, 0x070809);
    files.text("p/cat/.hidden.png", "");
    files.text("p/cat/notes.txt", "");

    Dataset dataset = Read.dataset(folder, "inputs: [{file: p}]");

    assertThat(dataset.size()).isEqualTo(3);
    assertThat(labels(dataset).names()).containsExactly("cat", "dog");
    assertThat(new int[] {labels(dataset).at(0), labels(dataset).at(1), labels(dataset).at(2)})
        .containsExactly(0, 0, 1);
    assertThat(dataset.sample(0).inputs().get(0).shape()).containsExactly(3, 2, 2);
    assertThat(Read.values(dataset, 0)).containsExactly(7, 7, 7, 7, 8, 8, 8, 8, 9, 9, 9, 9);
  }

  @Test
  void obeysTheGivenOrderOfClasses() {
    files.png("p/dog/1.png", 2, 2, 0);
    files.png("p/cat/1.png", 2, 2, 0);

    Dataset dataset =
        Read.dataset(folder, "inputs: [{file: p}]\nlabels: {classes: [dog, cat, bird]}");

    assertThat(labels(dataset).names()).containsExactly("dog", "cat", "bird");
    assertThat(labels(dataset).at(0)).isEqualTo(1);
    assertThatThrownBy(
            () -> Read.dataset(folder, "inputs: [{file: p}]\nlabels: {classes: [dog, cats]}"))
        .hasMessageContaining("the label \"cat\" of row 0 is no class; did you mean \"cats\"?");
  }

  @Test
  void hasNoLabelsForAFolderWithoutSubFolders() {
    files.png("p/1.png", 2, 2, 0);

    assertThat(Read.dataset(folder, "inputs: [{file: p}]").labels()).isEmpty();
  }

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource(
      delimiter = ';',
      value = {
        "rgb; nchw; 10,10,20,20,30,30",
        "rgb; nhwc; 10,20,30,10,20,30",
        "bgr; nchw; 30,30,20,20,10,10",
        "bgr; nhwc; 30,20,10,30,20,10",
        "grey; nchw; 18,18",
        "gray; nhwc; 18,18"
      })
  void ordersChannelsAndLayoutAsTheModelExpects(String channels, String layout, String expected) {
    files.png("p/1.png", 2, 1, 0x0a141e);

    Dataset dataset =
        Read.dataset(
            folder,
            "inputs: [{file: p, preprocess: {channels: %s, layout: %s}}]"
                .formatted(channels, layout));

    assertThat(Read.values(dataset, 0))
        .containsExactly(
            Arrays.stream(expected.split(",")).mapToDouble(Double::parseDouble).toArray());
  }

  @Test
  void resizesCropsAndNormalizesEachChannel() {
    files.png("p/wide.png", 40, 20, 0xff8000);
    files.png("p/high.png", 20, 60, 0x0080ff);

    Dataset dataset =
        Read.dataset(
            folder,
            """
            inputs:
              - file: p
                preprocess:
                  resize: {shorter-side: 10}
                  crop: {centre: 8}
                  multiply: 0.00392156862745098
                  mean: [0.5, 0, 0]
                  std: [0.25, 1, 0.5]
            """);

    assertThat(dataset.sample(0).inputs().get(0).shape()).containsExactly(3, 8, 8);
    double[] high = Read.values(dataset, 0);
    assertThat(high[0]).isEqualTo(-2, within(1e-6));
    assertThat(high[64]).isEqualTo(128 / 255.0, within(1e-6));
    assertThat(high[128]).isEqualTo(2, within(1e-6));
    assertThat(Read.values(dataset, 1)[0]).isEqualTo(2, within(1e-6));
  }

  @Test
  void takesStoredValuesOfGreyPicturesWithoutAGammaCurve() {
    BufferedImage grey = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY);
    grey.getRaster().setSample(0, 0, 0, 100);
    BufferedImage deep = new BufferedImage(1, 1, BufferedImage.TYPE_USHORT_GRAY);
    deep.getRaster().setSample(0, 0, 0, 100 << 8);
    BufferedImage binary = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_BINARY);
    binary.getRaster().setSample(0, 0, 0, 1);
    files.picture("p/1.png", "png", grey);
    files.picture("p/2.png", "png", deep);
    files.picture("p/3.png", "png", binary);

    Dataset dataset = Read.dataset(folder, "inputs: [{file: p}]");

    assertThat(Read.values(dataset, 0)).containsExactly(100, 100, 100);
    assertThat(Read.values(dataset, 1)).containsExactly(100, 100, 100);
    assertThat(Read.values(dataset, 2)).containsExactly(255, 255, 255);
  }

  @Test
  void dropsTransparency() {
    BufferedImage clear = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
    clear.setRGB(0, 0, 0x40102030);
    files.picture("p/1.png", "png", clear);

    assertThat(Read.values(Read.dataset(folder, "inputs: [{file: p}]"), 0))
        .containsExactly(16, 32, 48);
  }

  @Test
  void readsJpegAndListsInCsvOrder() {
    BufferedImage jpeg = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
    jpeg.createGraphics().fillRect(0, 0, 8, 8); // white
    files.picture("pictures/b.jpg", "jpg", jpeg);
    files.png("pictures/a.png", 8, 8, 0);
    files.text("list.csv", "path,class,light\nb.jpg,bright,day\na.png,dark,night\n");

    Dataset dataset =
        Read.dataset(
            folder,
            """
            inputs: [{file: list.csv, format: images, column: path, folder: pictures}]
            labels: {file: list.csv, column: class, classes: [dark, bright]}
            slices: {file: list.csv, columns: [light]}
            """);

    assertThat(Read.values(dataset, 0)[0]).isEqualTo(255, within(2.0));
    assertThat(labels(dataset).at(0)).isEqualTo(1);
    assertThat(Read.slice(dataset, "light")).containsExactly("day", "night");
  }

  @Test
  void saysWhichPictureHasAnotherShape() {
    files.png("p/1.png", 4, 4, 0);
    files.png("p/2.png", 5, 4, 0);
    Dataset dataset = Read.dataset(folder, "inputs: [{file: p}]");

    assertThatThrownBy(() -> dataset.sample(1))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining(
            "data.yaml:3:17: sample 1: \"2.png\" becomes a sample of shape [3, 4, 5], the first"
                + " picture one of [3, 4, 4]; give all one size with \"resize\" and \"crop\"");
  }

  @Test
  void saysWhatIsWrongWithPictures() {
    files.text("none/readme.txt", "");
    files.text("broken/1.png", "no picture");
    files.png("mixed/1.png", 2, 2, 0);
    files.png("mixed/sub/1.png", 2, 2, 0);
    files.text("list.csv", "path\nabsent.png\n");

    assertThatThrownBy(() -> Read.dataset(folder, "inputs: [{file: none}]"))
        .hasMessageContaining("\"none\" holds no picture");
    assertThatThrownBy(() -> Read.dataset(folder, "inputs: [{file: broken}]"))
        .hasMessageContaining("\"1.png\" is no picture that can be read");
    assertThatThrownBy(() -> Read.dataset(folder, "inputs: [{file: mixed}]"))
        .hasMessageContaining("\"mixed\" has pictures beside sub-folders");
    assertThatThrownBy(
            () -> Read.dataset(folder, "inputs: [{file: list.csv, format: images, column: path}]"))
        .hasMessageContaining("there is no picture")
        .hasMessageContaining("absent.png");
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg"})
  void saysThatAPictureIsDamagedInsteadOfFailing(String format) throws IOException {
    BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(5);
    for (int i = 0; i < 1200; i++) {
      image.setRGB(i % 40, i / 40, random.nextInt(1 << 24));
    }
    byte[] intact = Files.readAllBytes(files.picture("p/1." + format, format, image));
    for (int round = 0; round < 120; round++) {
      byte[] damaged =
          Arrays.copyOf(intact, round % 3 == 0 ? random.nextInt(intact.length) : intact.length);
      for (int i = 0; i < 8 && damaged.length > 0; i++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      Path file = files.bytes("damaged/1." + format, damaged);

      try {
        assertThat(ImageFile.decode(file).channels()).isIn(1, 3);
      } catch (UnreadableData e) {
        assertThat(e).hasMessageContaining("1." + format);
      }
    }
  }
}
