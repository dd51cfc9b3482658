package dev.touchstone.scenarios.data;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Samples out of an array. */
final class ArrayInput implements InputReader {

  private final StoredArray array;
  private final Preprocessing preprocessing;
  private final ElementType as;
  private final long[] given;
  private final long[] shape;

  /**
   * Prepares the array for its model input.
   *
   * @throws UnreadableData if shape, layout or channels do not fit the array
   */
  ArrayInput(StoredArray array, InputFile input) {
    this.array = array;
    this.preprocessing = input.preprocessing();
    this.as = input.as();
    this.given =
        input.sampleShape().isEmpty()
            ? array.sampleShape()
            : input.sampleShape().stream().mapToLong(d -> d).toArray();
    if (elements(given) != elements(array.sampleShape())) {
      throw new UnreadableData(
          "a sample of "
              + Named.file(input.storage().file())
              + " has the shape "
              + Arrays.toString(array.sampleShape())
              + ", which is not the shape "
              + Arrays.toString(given),
          "change \"sample-shape\"");
    }
    if (preprocessing.changesLayout() && given.length != 3) {
      throw new UnreadableData(
          "a sample of shape " + Arrays.toString(given) + " has no layout",
          "give it three dimensions with \"sample-shape\"");
    }
    this.shape = Layouts.shape(given, preprocessing);
    Layouts.checkChannels(shape, preprocessing);
  }

  private static long elements(long[] shape) {
    return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
  }

  @Override
  public int size() {
    return array.size();
  }

  @Override
  public Tensor read(int row) {
    ByteBuffer stored = array.sample(row);
    boolean untouched =
        preprocessing.normalization().isIdentity() && !preprocessing.changesLayout();
    if (untouched && array.type() == as) {
      return new Tensor(as, shape, Elements.nativeOrder(stored, as));
    }
    if (untouched && array.type().isInteger() && as.isInteger()) {
      return new Tensor(as, shape, Elements.integers(stored, array.type(), as));
    }
    double[] values = Elements.doubles(stored, array.type());
    if (preprocessing.changesLayout()) {
      values = Layouts.rearrange(values, given, preprocessing);
    }
    Layouts.normalize(values, shape, preprocessing);
    return new Tensor(as, shape, Elements.of(values, as));
  }

  @Override
  public String description() {
    return array.type().key() + " " + array.order() + " " + Arrays.toString(given);
  }

  @Override
  public void feed(int row, Fingerprint fingerprint) {
    fingerprint.digest().update(array.sample(row));
  }
}
