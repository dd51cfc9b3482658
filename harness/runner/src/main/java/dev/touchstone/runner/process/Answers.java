package dev.touchstone.runner.process;

import dev.touchstone.scenarios.quality.Predictions;
import dev.touchstone.worker.protocol.TensorFile;
import dev.touchstone.worker.protocol.TensorSpec;
import dev.touchstone.worker.protocol.TensorType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a model answered to samples, output by output, in the order of the samples.
 *
 * @param file the file that the worker wrote
 */
public record Answers(Path file) {

  /**
   * The model's outputs, in its order, with the shape that one sample's answer has.
   *
   * @throws UncheckedIOException if the file cannot be read
   */
  public List<TensorSpec> outputs() {
    try (TensorFile answers = TensorFile.open(file)) {
      return answers.tensors();
    } catch (IOException e) {
      throw new UncheckedIOException("reading the answers in " + file, e);
    }
  }

  /**
   * One output as scores, flattened: {@code [sample, element]}.
   *
   * @param output index of the output, from 0 on
   * @throws UncheckedIOException if the file cannot be read
   */
  public Predictions.Scores scores(int output) {
    return new Predictions.Scores(read(output));
  }

  /**
   * One output as values: the first element of each answer.
   *
   * @param output index of the output, from 0 on
   * @throws UncheckedIOException if the file cannot be read
   */
  public Predictions.Values values(int output) {
    float[][] rows = read(output);
    double[] values = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      values[i] = rows[i][0];
    }
    return new Predictions.Values(values);
  }

  /**
   * One output as it was written.
   *
   * @param output index of the output, from 0 on
   * @param most how many answers, from the first on
   * @throws UncheckedIOException if the file cannot be read
   */
  public List<ByteBuffer> raw(int output, int most) {
    try (TensorFile answers = TensorFile.open(file)) {
      int bytes = Math.toIntExact(answers.tensors().get(output).bytes());
      List<ByteBuffer> raw = new ArrayList<>();
      for (int i = 0; i < Math.min(most, answers.records()); i++) {
        ByteBuffer one = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        answers.read(i, output, one);
        raw.add(one);
      }
      return List.copyOf(raw);
    } catch (IOException e) {
      throw new UncheckedIOException("reading the answers in " + file, e);
    }
  }

  private float[][] read(int output) {
    try (TensorFile answers = TensorFile.open(file)) {
      TensorSpec spec = answers.tensors().get(output);
      ByteBuffer bytes =
          ByteBuffer.allocate(Math.toIntExact(spec.bytes())).order(ByteOrder.LITTLE_ENDIAN);
      int elements = bytes.limit() / spec.type().bytes();
      float[][] rows = new float[Math.toIntExact(answers.records())][elements];
      for (int i = 0; i < rows.length; i++) {
        answers.read(i, output, bytes);
        for (int j = 0; j < elements; j++) {
          rows[i][j] = element(bytes, spec.type(), j);
        }
      }
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException("reading the answers in " + file, e);
    }
  }

  /**
   * One element of an output.
   *
   * @param bytes of one answer, little-endian
   * @param index of the element, from 0 on
   */
  public static float element(ByteBuffer bytes, TensorType type, int index) {
    int at = index * type.bytes();
    return switch (type) {
      case FLOAT32 -> bytes.getFloat(at);
      case FLOAT64 -> (float) bytes.getDouble(at);
      case INT8 -> bytes.get(at);
      case UINT8, BOOL -> bytes.get(at) & 0xFF;
      case INT16 -> bytes.getShort(at);
      case UINT16 -> bytes.getShort(at) & 0xFFFF;
      case INT32 -> bytes.getInt(at);
      case INT64 -> bytes.getLong(at);
      case FLOAT16 -> halfToFloat(bytes.getShort(at));
      case BFLOAT16 -> Float.intBitsToFloat(bytes.getShort(at) << 16);
    };
  }

  /** IEEE 754 binary16, subnormal numbers, infinities and NaN included. */
  static float halfToFloat(short bits) {
    int exponent = (bits >> 10) & 0x1F;
    int fraction = bits & 0x3FF;
    float magnitude =
        switch (exponent) {
          case 0 -> fraction * 0x1p-24f;
          case 0x1F -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
          default -> Math.scalb(1 + fraction * 0x1p-10f, exponent - 15);
        };
    return bits < 0 ? -magnitude : magnitude;
  }
}
