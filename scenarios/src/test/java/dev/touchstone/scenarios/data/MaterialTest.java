package dev.touchstone.scenarios.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.touchstone.scenarios.quality.Labels;
import dev.touchstone.scenarios.quality.Slice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real data, described by nothing but a manifest. */
class MaterialTest {

  private @TempDir Path folder;
  private Path material;

  @BeforeEach
  void findMaterial() {
    material = Material.folder();
  }

  private Dataset open(String manifest) {
    Map<String, String> variables = Map.of("TOUCHSTONE_MATERIAL", material.toString());
    return Datasets.open(Read.manifest(folder, manifest, variables));
  }

  private static Labels.Classes classes(Dataset dataset) {
    return (Labels.Classes) dataset.labels().orElseThrow();
  }

  @Test
  void readsKeywordsFromRawBytes() throws IOException {
    Dataset dataset =
        open(
            """
            inputs:
              - file: ${TOUCHSTONE_MATERIAL}/data/kws01/features_int8_1000x490.bin
                dtype: int8
                shape: [1000, 49, 10, 1]
                preprocess: {subtract: 83, multiply: 0.5847029089927673}
            labels:
              file: ${TOUCHSTONE_MATERIAL}/data/kws01/labels.csv
              column: label
              classes: [Down, Go, Left, No, Off, On, Right, Stop, Up, Yes, Silence, Unknown]
            slices: {file: "${TOUCHSTONE_MATERIAL}/data/kws01/labels.csv", columns: [split]}
            select: [{column: split, equals: evaluation}]
            """);

    assertThat(dataset.size()).isEqualTo(700);
    assertThat(dataset.inputNames()).containsExactly("");
    assertThat(dataset.sample(0).inputs().get(0).shape()).containsExactly(49, 10, 1);
    assertThat(Read.slice(dataset, "split")).hasSize(700).containsOnly("evaluation");
    byte[] stored = Files.readAllBytes(material.resolve("data/kws01/features_int8_1000x490.bin"));
    double[] first = Read.values(dataset, 0); // row 3 is the first of the split
    assertThat(first[489]).isEqualTo((stored[3 * 490 + 489] - 83) * 0.5847029, within(1e-4));
    assertThat(classes(dataset).names().get(classes(dataset).at(0)))
        .isEqualTo(nameInRow(material.resolve("data/kws01/labels.csv"), 3));
  }

  private static String nameInRow(Path csv, int row) throws IOException {
    return CsvTable.column(csv, "label_name").get(row);
  }

  @Test
  void readsDefectsFromCompressedIdxFiles() {
    Dataset dataset =
        open(
            """
            inputs:
              - file: ${TOUCHSTONE_MATERIAL}/data/deeppcb/patches-test-images-idx3-ubyte.gz
                sample-shape: [1, 64, 64]
                preprocess: {multiply: 0.00392156862745098, mean: 0.5, std: 0.5}
            labels:
              file: ${TOUCHSTONE_MATERIAL}/data/deeppcb/patches-test-labels-idx1-ubyte.gz
              classes: [normal, open, short, mousebite, spur, copper, pin-hole]
            slices:
              file: ${TOUCHSTONE_MATERIAL}/data/deeppcb/test_labels.csv
              columns: [label_name, twin_in_train]
            """);

    assertThat(dataset.size()).isEqualTo(6140);
    assertThat(dataset.sample(6139).inputs().get(0).shape()).containsExactly(1, 64, 64);
    assertThat(DoubleStream.of(Read.values(dataset, 17))).allMatch(v -> v >= -1 && v <= 1);
    assertThat(Slice.where(Read.slice(dataset, "twin_in_train"), "1").size()).isEqualTo(929);
    for (int i = 0; i < dataset.size(); i++) {
      assertThat(classes(dataset).names().get(classes(dataset).at(i)))
          .isEqualTo(Read.slice(dataset, "label_name").get(i));
    }
  }

  @Test
  void readsConditionsFromNpzArchives() {
    Dataset dark =
        open(
            """
            inputs:
              - file: ${TOUCHSTONE_MATERIAL}/data/deeppcb/conditions/test_low_light_u8.npz
                array: images
                sample-shape: [1, 64, 64]
            """);
    Dataset clean =
        open(
            """
            inputs:
              - file: ${TOUCHSTONE_MATERIAL}/data/deeppcb/patches-test-images-idx3-ubyte.gz
                sample-shape: [1, 64, 64]
            """);

    assertThat(dark.size()).isEqualTo(clean.size());
    double[] bright = Read.values(clean, 5000);
    double[] dimmed = Read.values(dark, 5000);
    for (int i = 0; i < bright.length; i++) {
      assertThat(dimmed[i]).isEqualTo(0.4 * bright[i], within(1.0));
    }
  }

  @Test
  void readsTokensAndMaskAsTwoInputs() {
    Dataset dataset =
        open(
            """
            inputs:
              - input: input_ids
                file: ${TOUCHSTONE_MATERIAL}/data/banking77/tokens/test_ids_i32.npy
                as: int64
              - input: attention_mask
                file: ${TOUCHSTONE_MATERIAL}/data/banking77/tokens/test_mask_i32.npy
                as: int64
            labels: {file: "${TOUCHSTONE_MATERIAL}/data/banking77/tokens/test_labels_i32.npy"}
            """);

    assertThat(dataset.size()).isEqualTo(3080);
    assertThat(dataset.inputNames()).containsExactly("input_ids", "attention_mask");
    assertThat(dataset.sample(0).inputs())
        .allSatisfy(
            tensor -> {
              assertThat(tensor.type()).isEqualTo(ElementType.INT64);
              assertThat(tensor.shape()).containsExactly(32);
            });
    assertThat(DoubleStream.of(Read.values(dataset.sample(3079).inputs().get(1))))
        .allMatch(v -> v == 0 || v == 1);
    assertThat(classes(dataset).names()).hasSize(77);
    for (int label = 0; label < 77; label++) {
      assertThat(Slice.ofClass(classes(dataset), label).size()).isEqualTo(40);
    }
  }

  @Test
  void readsFeaturesOfARareFailure() {
    Dataset dataset =
        open(
            """
            inputs: [{file: "${TOUCHSTONE_MATERIAL}/data/ai4i2020/arrays/test_x_f32.npy"}]
            labels:
              file: ${TOUCHSTONE_MATERIAL}/data/ai4i2020/arrays/test_labels_i32.npy
              classes: [works, fails]
            """);

    assertThat(dataset.size()).isEqualTo(3000);
    assertThat(dataset.sample(0).inputs().get(0).shape()).containsExactly(11);
    assertThat(Slice.ofClass(classes(dataset), 1).size()).isEqualTo(102);
  }

  @Test
  void readsColumnsOfATableWithAByteOrderMark() {
    Dataset dataset =
        open(
            """
            inputs:
              - file: ${TOUCHSTONE_MATERIAL}/data/ai4i2020/ai4i2020.csv
                columns: ["UDI", "Torque [Nm]", "Tool wear [min]"]
            labels: {file: "${TOUCHSTONE_MATERIAL}/data/ai4i2020/ai4i2020.csv", column: Machine failure}
            slices: {file: "${TOUCHSTONE_MATERIAL}/data/ai4i2020/ai4i2020.csv", columns: [Type]}
            select: [{column: Type, one-of: [L, M]}]
            """);

    assertThat(Read.values(dataset, 0)).containsExactly(new double[] {1, 42.8, 0}, within(1e-5));
    assertThat(Read.slice(dataset, "Type")).contains("L", "M").doesNotContain("H");
    assertThat(dataset.labels().orElseThrow().size()).isEqualTo(dataset.size());
  }

  @Test
  void readsPhotosThatACsvFileLists() throws IOException {
    StringBuilder list = new StringBuilder("file,class\n");
    for (String photo :
        List.of(
            "bald_eagle_22.jpeg",
            "golden_retriever_207.jpg",
            "goldfish_1.jpg",
            "pelican_144.jpeg",
            "white_wolf_270.jpg")) {
      list.append(photo).append(',').append(photo.replaceAll("\\D", "")).append('\n');
    }
    Files.writeString(folder.resolve("photos.csv"), list);

    Dataset dataset =
        open(
            """
            inputs:
              - file: photos.csv
                format: images
                column: file
                folder: ${TOUCHSTONE_MATERIAL}/data/photos
                preprocess:
                  resize: {shorter-side: 256}
                  crop: {center: 224}
                  layout: nchw
                  multiply: 0.00392156862745098
                  mean: [0.485, 0.456, 0.406]
                  std: [0.229, 0.224, 0.225]
            labels:
              file: photos.csv
              column: class
              classes: ${TOUCHSTONE_MATERIAL}/models/mobilenetv2/imagenet_classes.txt
            """);

    assertThat(dataset.size()).isEqualTo(5);
    for (int i = 0; i < 5; i++) {
      assertThat(dataset.sample(i).inputs().get(0).shape()).containsExactly(3, 224, 224);
      assertThat(DoubleStream.of(Read.values(dataset, i))).allMatch(v -> v > -2.2 && v < 2.7);
    }
    assertThat(classes(dataset).names()).hasSize(1000);
    assertThat(classes(dataset).names().get(classes(dataset).at(2))).contains("goldfish");
  }
}
