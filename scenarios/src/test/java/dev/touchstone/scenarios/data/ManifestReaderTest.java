package dev.touchstone.scenarios.data;

import static dev.touchstone.scenarios.data.Fixtures.counting;
import static dev.touchstone.scenarios.data.Fixtures.npy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.touchstone.scenarios.problem.Problem;
import dev.touchstone.scenarios.problem.ScenarioException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestReaderTest {

  private @TempDir Path folder;
  private Fixtures files = new Fixtures(Path.of("."));

  @BeforeEach
  void writeFiles() {
    files = new Fixtures(folder);
    files.bytes("x.npy", npy("<f4", "(4, 2)", counting(ElementType.FLOAT32, 8)));
    files.bytes("short.npy", npy("<f4", "(3, 2)", counting(ElementType.FLOAT32, 6)));
    files.text(
        "labels.csv", "label,light,use\ngo,day,test\nstop,day,test\n1,night,test\n0,day,tune\n");
  }

  private List<String> problems(String manifest) {
    ScenarioException thrown =
        catchThrowableOfType(
            ScenarioException.class, () -> Read.manifest(folder, manifest, Map.of()));
    assertThat(thrown).isNotNull();
    String prefix = folder.resolve("data.yaml") + ":";
    return thrown.problems().stream()
        .map(Problem::toString)
        .map(text -> text.replace(prefix, "").replace(folder.toString(), "FOLDER"))
        .toList();
  }

  @Test
  void keepsNameAndFile() {
    DataManifest manifest = Read.manifest(folder, "inputs: [{file: x.npy}]", Map.of());

    assertThat(manifest.name()).isEqualTo("test");
    assertThat(manifest.file()).isEqualTo(folder.resolve("data.yaml"));
  }

  @Test
  void fillsVariables() {
    DataManifest manifest =
        Read.manifest(
            folder, "inputs: [{file: \"${HERE}/x.npy\"}]", Map.of("HERE", folder.toString()));

    assertThat(Datasets.open(manifest).size()).isEqualTo(4);
  }

  @Test
  void findsAllMistakesOfTheManifestInOneReading() {
    assertThat(
            problems(
                """
                inptus: [{file: x.npy}]
                inputs:
                  - {file: absent.npy}
                  - {input: b, file: x.npy, dtype: int8, as: flot32}
                  - {input: b, file: labels.csv}
                  - {input: c, file: x.weights}
                  - {input: d, file: x.npy, preprocess: {std: 0, crop: {center: 2}}}
                labels: {file: labels.csv}
                slices: {file: labels.csv, columns: [class]}
                select: [{column: use}]
                limit: 0
                """))
        .containsExactly(
            "3:1: \"inptus\" is no key of a data manifest; allowed: touchstone-data, name, inputs,"
                + " labels, slices, select, limit, golden, cluster, generator; did you mean"
                + " \"inputs\"?",
            "5:5: inputs[0]: with several inputs each needs \"input\"; write the name of the"
                + " model's input",
            "5:12: inputs[0].file: the data \"absent.npy\" does not exist; it was looked for at"
                + " FOLDER/absent.npy; names are relative to the file that holds them",
            "6:36: inputs[1].dtype: \"dtype\" has no use with the format npy; it belongs to raw",
            "6:46: inputs[1].as: \"flot32\" is not allowed here; allowed: float32, float64, int8,"
                + " uint8, int16, uint16, int32, int64, bool; did you mean \"float32\"?",
            "7:5: inputs[2]: an input needs the key \"columns\", which is missing",
            "7:13: inputs[2].input: the input \"b\" is filled twice",
            "8:22: inputs[3].file: the format of \"x.weights\" cannot be told from its name; add"
                + " \"format\": raw, npy, npz, idx, csv, images",
            "9:47: inputs[4].preprocess.std: a standard deviation must not be 0",
            "9:56: inputs[4].preprocess.crop: \"crop\" has no use with this format; it belongs to"
                + " images",
            "10:9: labels: labels in a CSV file need either \"column\" or \"target\"; \"column\""
                + " holds classes, \"target\" the numbers of a regression",
            "11:37: slices.columns: a slice column cannot be called \"class\"; slices by class need"
                + " no column",
            "12:10: select[0]: a selection needs either \"equals\" or \"one-of\"",
            "13:8: limit: \"0\" is not allowed; write a whole number of at least 1");
  }

  @Test
  void findsAllMistakesOfTheFilesInOneReading() {
    assertThat(
            problems(
                """
                inputs:
                  - {input: a, file: x.npy}
                  - {input: b, file: short.npy, sample-shape: [3]}
                labels: {file: labels.csv, column: lable}
                slices: {file: labels.csv, columns: [light, weather]}
                """))
        .containsExactly(
            "5:22: a sample of \"short.npy\" has the shape [2], which is not the shape [3]; change"
                + " \"sample-shape\"",
            "6:36: \"labels.csv\" has no column \"lable\"; it has \"label\", \"light\", \"use\"",
            "7:37: \"labels.csv\" has no column \"weather\"; it has \"label\", \"light\","
                + " \"use\"");
  }

  @Test
  void saysWhichFilesDisagreeOnTheNumberOfSamples() {
    files.text("few.csv", "label\n0\n1\n");

    assertThat(
            problems(
                """
                inputs:
                  - {input: a, file: x.npy}
                  - {input: b, file: short.npy}
                labels: {file: few.csv, column: label}
                """))
        .containsExactly(
            "5:22: found 3 rows, but the first input has 4 samples; row i must describe sample i",
            "6:33: found 2 rows, but the first input has 4 samples; row i must describe sample i");
  }

  @Test
  void saysWhichLabelIsNoClass() {
    String inputs = "inputs: [{file: x.npy}]\n";

    assertThat(problems(inputs + "labels: {file: labels.csv, column: label, classes: [go, stp]}"))
        .containsExactly("4:36: the label \"stop\" of row 1 is no class; did you mean \"stp\"?");
    assertThat(problems(inputs + "labels: {file: labels.csv, column: label, classes: [go]}"))
        .containsExactly(
            "4:36: the label \"stop\" of row 1 (and 1 more) is no class; allowed: a name of"
                + " \"classes\", or an index from 0 to 0");
    assertThat(problems(inputs + "labels: {file: labels.csv, column: label}"))
        .containsExactly(
            "4:36: the label \"go\" of row 0 (and 1 more) is no class; without \"classes\" a"
                + " label is an index from 0; list the names with \"classes\", in the order of the"
                + " model's scores");
    assertThat(problems(inputs + "labels: {file: labels.csv, target: light}"))
        .containsExactly(
            "4:36: the target \"day\" of row 0 is no finite number; rows count from 0");
    assertThat(problems(inputs + "labels: {file: labels.csv, column: label, classes: [a, b, a]}"))
        .containsExactly("4:52: labels.classes: the class \"a\" is named twice");
  }

  @Test
  void saysWhyASelectionTakesNothing() {
    String data =
        "inputs: [{file: x.npy}]\nslices: {file: labels.csv, columns: [light]}\nselect:\n  - ";

    assertThat(problems(data + "{column: uses, equals: test}"))
        .containsExactly(
            "6:5: no CSV file of this data has a column \"uses\"; did you mean \"use\"?");
    assertThat(problems(data + "{column: use, equals: tests}"))
        .containsExactly(
            "6:5: column \"use\" never has the value \"tests\"; did you mean \"test\"?");
    assertThat(problems(data + "{column: light, equals: night}\n  - {column: use, equals: tune}"))
        .containsExactly("6:5: no sample meets all conditions of \"select\"");
    assertThat(problems("inputs: [{file: x.npy}]\nselect: [{column: use, equals: test}]"))
        .containsExactly("4:10: there is no CSV file to select by");
  }

  @Test
  void findsMistakesInParentsGoldenSamplesAndClusters() {
    assertThat(
            problems(
                """
                inputs: [{file: x.npy}]
                slices:
                  file: labels.csv
                  columns: [light]
                  parents:
                    lihgt: {day: any}
                    light: {day: night, night: any, any: day}
                    class: [go]
                golden: [{column: use}]
                cluster: [video]
                """))
        .containsExactly(
            "8:5: slices.parents.lihgt: \"lihgt\" is no slice column; allowed: light, class; did you mean"
                + " \"light\"?",
            "9:12: slices.parents.light: the parents run in a circle: day → night → any → day; take"
                + " one of them out",
            "10:12: slices.parents.class: found a list where parents belong; write {VALUE: PARENT}",
            "11:10: golden[0]: a golden condition needs either \"equals\" or \"one-of\"",
            "12:10: cluster: found a list where a text belongs");
  }

  @Test
  void saysWhatOfTheMarksTheFilesDoNotHave() {
    String data =
        """
        inputs: [{file: x.npy}]
        labels: {file: labels.csv, column: label, classes: [stop, go]}
        slices: {file: labels.csv, columns: [light], parents: {""";

    assertThat(problems(data + "light: {dya: any}}}\ncluster: video"))
        .containsExactly(
            "5:64: \"light\" never is \"dya\"; did you mean \"day\"?",
            "6:10: no CSV file of this data has a column \"video\"; allowed: label, light, use");
    assertThat(problems(data + "class: {halt: any}}}\ngolden: [{column: use, equals: tset}]"))
        .containsExactly(
            "5:64: \"class\" never is \"halt\"",
            "6:10: column \"use\" never has the value \"tset\"; did you mean \"test\"?");
    assertThat(
            problems(
                data
                    + "}}\nselect: [{column: use, equals: test}]\n"
                    + "golden: [{column: use, equals: tune}]"))
        .containsExactly("7:10: no selected sample is golden");
    assertThat(problems("inputs: [{file: x.npy}]\ngolden: []"))
        .containsExactly("4:9: golden: \"golden\" names no sample; write [{column: C, equals: V}]");
  }

  @Test
  void rejectsWhatAGeneratorDoesNotNeed() {
    assertThat(
            problems(
                """
                generator: {name: surface-defect, samples: 0, preprocess: {resize: 3}}
                limit: 3
                """))
        .containsExactly(
            "3:19: generator.name: \"surface-defect\" is not allowed here; allowed:"
                + " surface-defects; did you mean \"surface-defects\"?",
            "3:44: generator.samples: \"0\" is not allowed; write a whole number from 1 to"
                + " 10000000",
            "3:60: generator.preprocess: \"resize\" is no key of the preprocessing of a generator;"
                + " allowed: subtract, multiply, mean, std",
            "4:8: limit: \"limit\" has no use beside a generator; remove it");
  }

  @Test
  void rejectsAnotherVersionAndAMissingName() {
    files.text("other.yaml", "touchstone-data: 2\ninputs: [{file: x.npy}]");

    assertThatThrownBy(() -> ManifestReader.read(folder.resolve("other.yaml"), Map.of()))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining("touchstone-data: \"2\" is not allowed")
        .hasMessageContaining("a data manifest needs the key \"name\", which is missing");
  }

  @Test
  void rejectsAManifestThatIsMissing() {
    assertThatThrownBy(() -> ManifestReader.read(folder.resolve("absent.yaml"), Map.of()))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining("there is no such file");
  }
}
