package dev.touchstone.scenarios.data;

import static dev.touchstone.scenarios.data.Fixtures.counting;
import static dev.touchstone.scenarios.data.Fixtures.idx;
import static dev.touchstone.scenarios.data.Fixtures.npy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.touchstone.scenarios.problem.ScenarioException;
import dev.touchstone.scenarios.quality.Labels;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetsTest {

  private @TempDir Path folder;
  private Fixtures files = new Fixtures(Path.of("."));

  @BeforeEach
  void writeFiles() {
    files = new Fixtures(folder);
    files.bytes("x.npy", npy("<f4", "(4, 2)", counting(ElementType.FLOAT32, 8)));
    files.bytes("ids.npy", npy("<i4", "(4, 2)", counting(ElementType.INT32, 8)));
    files.text(
        "labels.csv",
        """
        label,price,light,use
        go,1.5,day,test
        stop,2,day,test
        1,3,night,tune
        0,-4e1,day,test
        """);
  }

  private static int[] labels(Dataset dataset) {
    Labels.Classes classes = (Labels.Classes) dataset.labels().orElseThrow();
    return IntStream.range(0, classes.size()).map(classes::at).toArray();
  }

  @Test
  void acceptsLabelsAsNamesAndAsIndices() {
    Dataset dataset =
        Read.dataset(
            folder,
            """
            inputs: [{file: x.npy}]
            labels: {file: labels.csv, column: label, classes: [stop, go, wait]}
            """);

    assertThat(labels(dataset)).containsExactly(1, 0, 1, 0);
    assertThat(((Labels.Classes) dataset.labels().orElseThrow()).names())
        .containsExactly("stop", "go", "wait");
  }

  @Test
  void prefersANameToAnIndex() {
    files.text("numbers.csv", "label\n1\n2\n1\n2\n");

    Dataset dataset =
        Read.dataset(
            folder,
            """
            inputs: [{file: x.npy}]
            labels: {file: numbers.csv, column: label, classes: [1, 2]}
            """);

    assertThat(labels(dataset)).containsExactly(0, 1, 0, 1);
  }

  @Test
  void countsUnnamedClassesUpToTheLargestLabelOfTheWholeFile() {
    files.bytes("y.idx", idx(0x08, new byte[] {0, 2, 5, 1}, 4));

    Dataset dataset =
        Read.dataset(folder, "inputs: [{file: x.npy}]\nlabels: {file: y.idx}\nlimit: 2");

    assertThat(labels(dataset)).containsExactly(0, 2);
    assertThat(((Labels.Classes) dataset.labels().orElseThrow()).names())
        .containsExactly("0", "1", "2", "3", "4", "5");
  }

  @Test
  void readsNamesOfClassesFromAFileAndTellsRepeatedOnesApart() {
    files.text("classes.txt", "crane\nheron\n\n crane \n");
    files.bytes("y.npy", npy("<i8", "(4,)", counting(ElementType.INT64, 4)));

    Dataset dataset =
        Read.dataset(
            folder,
            """
            inputs: [{file: x.npy}]
            labels: {file: y.npy, classes: classes.txt}
            limit: 3
            """);

    assertThat(((Labels.Classes) dataset.labels().orElseThrow()).names())
        .containsExactly("crane (0)", "heron", "crane (2)");
    assertThat(labels(dataset)).containsExactly(0, 1, 2);
  }

  @Test
  void readsTargetsOfARegression() {
    files.bytes("y.npy", npy("<f8", "(4, 1)", counting(ElementType.FLOAT64, 4)));

    Dataset fromCsv =
        Read.dataset(folder, "inputs: [{file: x.npy}]\nlabels: {file: labels.csv, target: price}");
    Dataset fromArray = Read.dataset(folder, "inputs: [{file: x.npy}]\nlabels: {file: y.npy}");

    assertThat(((Labels.Values) fromCsv.labels().orElseThrow()).at(3)).isEqualTo(-40);
    assertThat(((Labels.Values) fromArray.labels().orElseThrow()).at(3)).isEqualTo(3);
  }

  @Test
  void selectsRowsInOrderAndThenTakesTheFirst() {
    String data =
        """
        inputs: [{file: x.npy}]
        labels: {file: labels.csv, column: label, classes: [stop, go]}
        slices: {file: labels.csv, columns: [light, use]}
        select: [{column: use, equals: test}, {column: light, one-of: [day, night]}]
        """;

    Dataset selected = Read.dataset(folder, data);
    Dataset limited = Read.dataset(folder, data + "limit: 2");

    assertThat(selected.size()).isEqualTo(3);
    assertThat(Read.values(selected, 2)).containsExactly(6, 7);
    assertThat(labels(selected)).containsExactly(1, 0, 0);
    assertThat(selected.slices().keySet()).containsExactly("light", "use");
    assertThat(Read.slice(selected, "light")).containsExactly("day", "day", "day");
    assertThat(limited.size()).isEqualTo(2);
    assertThat(Read.slice(limited, "use")).containsExactly("test", "test");
    assertThat(limited.labels().orElseThrow().size()).isEqualTo(2);
  }

  @Test
  void keepsParentsGoldenSamplesAndClustersOfTheSelectedSamples() {
    String data =
        """
        inputs: [{file: x.npy}]
        labels: {file: labels.csv, column: label, classes: [stop, go]}
        slices: {file: labels.csv, columns: [light], parents: {light: {day: any}, class: {go: any}}}
        select: [{column: use, equals: test}]
        """;
    Dataset plain = Read.dataset(folder, data);
    Dataset marked =
        Read.dataset(
            folder, data + "golden: [{column: price, one-of: [2, -4e1]}]\ncluster: price\n");

    assertThat(marked.marks().golden()).containsExactly(1, 2);
    assertThat(marked.marks().clusters()).contains(List.of("1.5", "2", "-4e1"));
    assertThat(marked.marks().parents().parent("light", "day")).contains("any");
    assertThat(marked.marks().parents().parent("class", "go")).contains("any");
    assertThat(plain.marks().golden()).isEmpty();
    assertThat(plain.marks().clusters()).isEmpty();
    assertThat(marked.fingerprint()).isNotEqualTo(plain.fingerprint());
  }

  @Test
  void givesClassesParentsWithoutASliceColumn() {
    Dataset dataset =
        Read.dataset(
            folder,
            """
            inputs: [{file: x.npy}]
            labels: {file: labels.csv, column: label, classes: [stop, go]}
            slices: {parents: {class: {stop: sign}}}
            """);

    assertThat(dataset.slices()).isEmpty();
    assertThat(dataset.marks().parents().parent("class", "stop")).contains("sign");
  }

  @Test
  void ignoresTheLabelOfARowThatIsNotSelected() {
    files.text("part.csv", "label,use\n0,test\n-1,none\nunknown,none\n1,test\n");

    Dataset dataset =
        Read.dataset(
            folder,
            """
            inputs: [{file: x.npy}]
            labels: {file: part.csv, column: label}
            select: [{column: use, equals: test}]
            """);

    assertThat(labels(dataset)).containsExactly(0, 1);
  }

  @Test
  void fillsSeveralInputsOfDifferentTypes() {
    Dataset dataset =
        Read.dataset(
            folder,
            """
            inputs:
              - {input: ids, file: ids.npy, as: int64}
              - {input: features, file: x.npy, preprocess: {subtract: 1, multiply: 2}}
            """);

    assertThat(dataset.inputNames()).containsExactly("ids", "features");
    List<Tensor> tensors = dataset.sample(3).inputs();
    assertThat(tensors.get(0).type()).isEqualTo(ElementType.INT64);
    assertThat(Read.values(tensors.get(0))).containsExactly(6, 7);
    assertThat(Read.values(tensors.get(1))).containsExactly(10, 12);
  }

  @Test
  void normalizesChannelsWhereTheLayoutHasThem() {
    files.bytes("image.npy", npy("|u1", "(1, 2, 1, 3)", counting(ElementType.UINT8, 6)));
    String preprocess = ", mean: [0, 1, 2], std: [1, 10, 100]}}]";

    Dataset last =
        Read.dataset(folder, "inputs: [{file: image.npy, preprocess: {layout: nhwc" + preprocess);
    Dataset moved =
        Read.dataset(
            folder,
            "inputs: [{file: image.npy, preprocess: {stored-layout: nhwc, layout: nchw"
                + preprocess);

    assertThat(Read.values(last, 0))
        .containsExactly(new double[] {0, 0, 0, 3, 0.3, 0.03}, within(1e-6));
    assertThat(moved.sample(0).inputs().get(0).shape()).containsExactly(3, 2, 1);
    assertThat(Read.values(moved, 0))
        .containsExactly(new double[] {0, 3, 0, 0.3, 0, 0.03}, within(1e-6));
  }

  @Test
  void movesChannelsToTheEndAndBack() {
    files.bytes("image.npy", npy("|u1", "(1, 3, 2, 2)", counting(ElementType.UINT8, 12)));

    Dataset moved =
        Read.dataset(
            folder, "inputs: [{file: image.npy, preprocess: {stored-layout: nchw, layout: nhwc}}]");

    assertThat(moved.sample(0).inputs().get(0).shape()).containsExactly(2, 2, 3);
    assertThat(Read.values(moved, 0)).containsExactly(0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11);
  }

  @Test
  void rejectsChannelsThatTheSamplesDoNotHave() {
    assertThatThrownBy(
            () -> Read.dataset(folder, "inputs: [{file: x.npy, preprocess: {mean: [1, 2, 3]}}]"))
        .hasMessageContaining(
            "\"mean\" and \"std\" have 3 channels, but a sample of shape [2] has 2");
    assertThatThrownBy(
            () ->
                Read.dataset(
                    folder,
                    "inputs: [{file: x.npy, sample-shape: [1, 2], preprocess: {mean: [1, 2]}}]"))
        .hasMessageContaining("nothing says where they are; add \"layout: nchw\"");
  }

  @Test
  void roundsToWholeTypesHalfToEvenAndRejectsWhatDoesNotFit() {
    Dataset halves =
        Read.dataset(folder, "inputs: [{file: x.npy, as: int8, preprocess: {multiply: 0.5}}]");
    Dataset large =
        Read.dataset(folder, "inputs: [{file: x.npy, as: uint8, preprocess: {subtract: 1}}]");

    assertThat(Read.values(halves, 1)).containsExactly(1, 2); // 1 and 1.5
    assertThat(Read.values(halves, 2)).containsExactly(2, 2); // 2 and 2.5
    assertThatThrownBy(() -> large.sample(0))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining(
            "data.yaml:3:17: sample 0: the value \"-1\" does not fit uint8; change \"as\" or the"
                + " preprocessing");
  }

  @Test
  void keepsAFingerprintWhereverTheFilesAre() {
    Fixtures elsewhere = new Fixtures(folder.resolve("else/where"));
    elsewhere.bytes("y.npy", npy("<f4", "(4, 2)", counting(ElementType.FLOAT32, 8)));

    String here = Read.dataset(folder, "inputs: [{file: x.npy}]").fingerprint();

    assertThat(here).matches("[0-9a-f]{64}");
    assertThat(Read.dataset(folder, "inputs: [{file: else/where/y.npy}]").fingerprint())
        .isEqualTo(here);
  }

  @Test
  void hasTheFingerprintOfItsFirstSamplesInCommonWithALimitedManifest() {
    String manifest =
        """
        inputs: [{file: x.npy}]
        labels: {file: labels.csv, column: label, classes: [stop, go]}
        slices: {file: labels.csv, columns: [light]}
        """;
    Dataset whole = Read.dataset(folder, manifest);

    assertThat(whole.fingerprint(3))
        .isEqualTo(Read.dataset(folder, manifest + "limit: 3").fingerprint())
        .isNotEqualTo(whole.fingerprint());
    assertThat(whole.fingerprint(300)).isEqualTo(whole.fingerprint());
  }

  @Test
  void hasAnotherFingerprintForOtherDataPreprocessingSelectionOrLabels() {
    byte[] changed = counting(ElementType.FLOAT32, 8);
    changed[31] ^= 1;
    files.bytes("changed.npy", npy("<f4", "(4, 2)", changed));
    String labels = "\nlabels: {file: labels.csv, column: label, classes: ";

    List<String> fingerprints =
        List.of(
                "inputs: [{file: x.npy}]",
                "inputs: [{file: changed.npy}]",
                "inputs: [{file: ids.npy}]",
                "inputs: [{file: x.npy, input: x}]",
                "inputs: [{file: x.npy, as: float64}]",
                "inputs: [{file: x.npy, sample-shape: [2, 1]}]",
                "inputs: [{file: x.npy, preprocess: {mean: 1}}]",
                "inputs: [{file: x.npy}]\nlimit: 3",
                "inputs: [{file: x.npy}]" + labels + "[stop, go]}",
                "inputs: [{file: x.npy}]" + labels + "[go, stop]}",
                "inputs: [{file: x.npy}]\nslices: {file: labels.csv, columns: [light]}")
            .stream()
            .map(manifest -> Read.dataset(folder, manifest).fingerprint())
            .toList();

    assertThat(fingerprints).doesNotHaveDuplicates();
  }

  @Test
  void rejectsAnIndexOutsideTheData() {
    Dataset dataset = Read.dataset(folder, "inputs: [{file: x.npy}]\nlimit: 2");

    assertThatThrownBy(() -> dataset.sample(2)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
