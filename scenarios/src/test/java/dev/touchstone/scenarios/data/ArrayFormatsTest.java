package dev.touchstone.scenarios.data;

import static dev.touchstone.scenarios.data.Fixtures.counting;
import static dev.touchstone.scenarios.data.Fixtures.gzip;
import static dev.touchstone.scenarios.data.Fixtures.idx;
import static dev.touchstone.scenarios.data.Fixtures.npy;
import static dev.touchstone.scenarios.data.Fixtures.zip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.scenarios.problem.ScenarioException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every format gives the numbers 0, 1, 2 ... in two samples, or says what is wrong with it. */
class ArrayFormatsTest {

  private @TempDir Path folder;
  private Fixtures files = new Fixtures(Path.of("."));

  @BeforeEach
  void useFolder() {
    files = new Fixtures(folder);
  }

  private void assertCounts(String input, ElementType type, long... sampleShape) {
    Dataset dataset = Read.dataset(folder, "inputs: [" + input + "]");
    int each = (int) Arrays.stream(sampleShape).reduce(1, (a, b) -> a * b);

    assertThat(dataset.size()).isEqualTo(2);
    for (int i = 0; i < 2; i++) {
      Tensor tensor = dataset.sample(i).inputs().get(0);
      assertThat(tensor.type()).isEqualTo(type);
      assertThat(tensor.shape()).isEqualTo(sampleShape);
      for (int k = 0; k < each; k++) {
        assertThat(Read.values(tensor)[k]).isEqualTo(i * each + k);
      }
    }
  }

  private void assertProblem(String input, String message) {
    assertThatThrownBy(() -> Read.dataset(folder, "inputs: [" + input + "]"))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining("data.yaml:3:")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @EnumSource(
      value = ElementType.class,
      names = {"FLOAT32", "FLOAT64", "INT8", "UINT8", "INT16", "UINT16", "INT32", "INT64"})
  void readsRawElementsOfEveryTypeInBothByteOrders(ElementType type) {
    files.bytes("little.bin", counting(type, 12, ByteOrder.LITTLE_ENDIAN));
    files.bytes("big.bin", counting(type, 12, ByteOrder.BIG_ENDIAN));
    String rest = ", dtype: " + type.key() + ", shape: [2, 3, 2]";

    assertCounts("{file: little.bin" + rest + "}", ElementType.FLOAT32, 3, 2);
    assertCounts("{file: little.bin" + rest + ", as: int64}", ElementType.INT64, 3, 2);
    assertCounts(
        "{file: big.bin, byte-order: big" + rest + ", as: " + type.key() + "}", type, 3, 2);
  }

  @Test
  void takesAsManyRawSamplesAsTheFileHolds() {
    files.bytes("x.bin", counting(ElementType.INT16, 12));

    assertCounts("{file: x.bin, dtype: int16, sample-shape: [6]}", ElementType.FLOAT32, 6);
    assertProblem(
        "{file: x.bin, dtype: int16, sample-shape: [5]}",
        "\"x.bin\" has 24 B, but samples of 10 B (int16 [5]) need a multiple of that");
  }

  @Test
  void saysHowManyBytesAreMissing() {
    files.bytes("x.bin", counting(ElementType.INT8, 11));
    files.bytes("empty.bin", new byte[0]);

    assertProblem(
        "{file: x.bin, dtype: int8, shape: [2, 6]}",
        "\"x.bin\" has 11 B, but 2 samples of 6 B (int8 [6]) need 12 B");
    assertProblem(
        "{file: empty.bin, dtype: int8, sample-shape: [6]}", "\"empty.bin\" holds no sample");
  }

  @ParameterizedTest(name = "version {0}, {1}")
  @CsvSource({
    "1, <f4, FLOAT32",
    "2, >f4, FLOAT32",
    "3, <i8, INT64",
    "1, |u1, UINT8",
    "1, >i2, INT16"
  })
  void readsNpy(int version, String descr, ElementType type) {
    ByteOrder order = descr.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    byte[] elements = counting(type, 12, order);
    files.bytes("x.npy", npy(version, "'" + descr + "'", false, "(2, 3, 2)", elements));

    assertCounts("{file: x.npy}", ElementType.FLOAT32, 3, 2);
    assertCounts("{file: x.npy, as: float64}", ElementType.FLOAT64, 3, 2);
  }

  @Test
  void readsOneNumberForEachSampleAsAScalar() {
    files.bytes("x.npy", npy("<f4", "(2,)", counting(ElementType.FLOAT32, 2)));

    assertCounts("{file: x.npy}", ElementType.FLOAT32);
    assertCounts("{file: x.npy, sample-shape: [1, 1]}", ElementType.FLOAT32, 1, 1);
  }

  @Test
  void saysWhatIsWrongWithAnNpyFile() {
    byte[] elements = counting(ElementType.FLOAT32, 12);
    files.bytes("fortran.npy", npy(1, "'<f4'", true, "(2, 6)", elements));
    files.bytes("half.npy", npy("<f2", "(2, 6)", elements));
    files.bytes("record.npy", npy(1, "[('a', '<f4')]", false, "(2, 6)", elements));
    files.bytes("scalar.npy", npy("<f4", "()", counting(ElementType.FLOAT32, 1)));
    files.bytes("short.npy", npy("<f4", "(2, 7)", elements));
    files.bytes("cut.npy", Arrays.copyOf(npy("<f4", "(2, 6)", elements), 7));
    files.bytes("future.npy", npy(9, "'<f4'", false, "(2, 6)", elements));
    files.text("text.npy", "no array");

    assertProblem("{file: fortran.npy}", "\"fortran.npy\" is stored in Fortran order");
    assertProblem(
        "{file: half.npy}", "\"half.npy\" has elements of type \"f2\"; save it as one of");
    assertProblem("{file: record.npy}", "\"record.npy\" has elements of type record");
    assertProblem("{file: scalar.npy}", "\"scalar.npy\" holds a single number");
    assertProblem("{file: short.npy}", "\"short.npy\" has 176 B, but 2 samples of 28 B need 184 B");
    assertProblem("{file: cut.npy}", "\"cut.npy\" ends within its header");
    assertProblem("{file: future.npy}", "\"future.npy\" is of NPY version 9");
    assertProblem("{file: text.npy}", "\"text.npy\" is no NPY file");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void readsNpzDeflatedOrStored(boolean deflated) {
    byte[] array = npy("<i4", "(2, 6)", counting(ElementType.INT32, 12));
    files.bytes("x.npz", zip(deflated, "images.npy", array));

    assertCounts("{file: x.npz, array: images}", ElementType.FLOAT32, 6);
    assertCounts("{file: x.npz}", ElementType.FLOAT32, 6);
    assertProblem(
        "{file: x.npz, array: labels}", "\"x.npz\" has no array \"labels\"; it has \"images\"");
  }

  @Test
  void saysWhatIsWrongWithAnNpzArchive() {
    byte[] archive = zip(true, "images.npy", npy("<f4", "(2,)", new byte[8]));
    files.bytes("cut.npz", Arrays.copyOf(archive, archive.length - 30));
    files.bytes("none.npz", zip(true, "readme.txt", new byte[0]));
    files.bytes("bad.npz", zip(true, "images.npy", new byte[20]));

    assertProblem("{file: cut.npz}", "\"cut.npz\" is no intact NPZ archive");
    assertProblem("{file: none.npz}", "\"none.npz\" holds no array");
    assertProblem("{file: bad.npz}", "\"images\" in \"bad.npz\" is no NPY file");
  }

  @ParameterizedTest(name = "type 0x{0}")
  @CsvSource({"08, UINT8", "09, INT8", "0b, INT16", "0c, INT32", "0d, FLOAT32", "0e, FLOAT64"})
  void readsIdxCompressedOrNot(String code, ElementType type) {
    byte[] elements = counting(type, 12, ByteOrder.BIG_ENDIAN);
    byte[] file = idx(Integer.parseInt(code, 16), elements, 2, 2, 3);
    files.bytes("x-idx3-ubyte", file);
    files.bytes("x.idx.gz", gzip(file));

    assertCounts("{file: x-idx3-ubyte}", ElementType.FLOAT32, 2, 3);
    assertCounts("{file: x.idx.gz, sample-shape: [1, 2, 3]}", ElementType.FLOAT32, 1, 2, 3);
  }

  @Test
  void saysWhatIsWrongWithAnIdxFile() {
    byte[] file = idx(0x08, counting(ElementType.UINT8, 12), 2, 6);
    files.bytes("magic.idx", new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
    files.bytes("type.idx", idx(0x07, new byte[12], 2, 6));
    files.bytes("short.idx", Arrays.copyOf(file, file.length - 3));
    files.bytes("header.idx", Arrays.copyOf(file, 6));
    files.bytes("cut.idx.gz", Arrays.copyOf(gzip(file), 20));

    assertProblem("{file: magic.idx}", "\"magic.idx\" is no IDX file");
    assertProblem("{file: type.idx}", "\"type.idx\" has elements of the unknown type 7");
    assertProblem("{file: short.idx}", "\"short.idx\" has 21 B, but 2 samples of 6 B need 24 B");
    assertProblem("{file: header.idx}", "\"header.idx\" ends too early");
    assertProblem("{file: cut.idx.gz}", "\"cut.idx.gz\" ends too early");
  }

  @Test
  void readsColumnsOfACsvFileInTheGivenOrder() {
    files.text("x.csv", "\uFEFFb,name,a\n1, one ,0\n3,\"thr,ee\",2\n");

    assertCounts("{file: x.csv, columns: [a, b]}", ElementType.FLOAT32, 2);
  }

  @Test
  void saysWhatIsWrongWithACsvFile() {
    files.text("x.csv", "a,b\n0,1\n2,x\n");
    files.text("ragged.csv", "a,b\n0,1\n2\n");
    files.text("empty.csv", "a,b\n");
    files.text("double.csv", "a,a\n0,1\n");

    assertProblem(
        "{file: x.csv, columns: [a, c]}", "\"x.csv\" has no column \"c\"; it has \"a\", \"b\"");
    assertProblem("{file: x.csv, columns: [a, b]}", "\"x.csv\" has \"x\" in line 3, column \"b\"");
    assertProblem(
        "{file: ragged.csv, columns: [a]}", "\"ragged.csv\" has 1 values in line 3, but 2 columns");
    assertProblem("{file: empty.csv, columns: [a]}", "\"empty.csv\" holds no sample");
    assertProblem("{file: double.csv, columns: [a]}", "\"double.csv\" has no usable header");
  }

  @Test
  void rejectsASampleShapeWithAnotherNumberOfElements() {
    files.bytes("x.npy", npy("<f4", "(2, 6)", counting(ElementType.FLOAT32, 12)));

    assertProblem(
        "{file: x.npy, sample-shape: [1, 5]}",
        "a sample of \"x.npy\" has the shape [6], which is not the shape [1, 5]");
  }
}
