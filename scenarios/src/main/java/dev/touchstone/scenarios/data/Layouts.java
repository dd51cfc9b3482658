package dev.touchstone.scenarios.data;

import java.util.Arrays;
import java.util.Optional;

/** What depends on where the channels of a sample are. Shapes are those of one sample. */
final class Layouts {

  private Layouts() {}

  /** The shape that a sample has after its layout was changed. */
  static long[] shape(long[] given, Preprocessing preprocessing) {
    if (!preprocessing.changesLayout()) {
      return given;
    }
    return preprocessing.layout().equals(Optional.of(Layout.NCHW))
        ? new long[] {given[2], given[0], given[1]}
        : new long[] {given[1], given[2], given[0]};
  }

  /** Moves the channels of a sample to the other end of its dimensions. */
  static double[] rearrange(double[] values, long[] given, Preprocessing preprocessing) {
    boolean channelsFirst = preprocessing.layout().equals(Optional.of(Layout.NCHW));
    int channels = (int) given[channelsFirst ? 2 : 0];
    int pixels = values.length / channels;
    double[] moved = new double[values.length];
    for (int p = 0; p < pixels; p++) {
      for (int c = 0; c < channels; c++) {
        int first = c * pixels + p;
        int last = p * channels + c;
        moved[channelsFirst ? first : last] = values[channelsFirst ? last : first];
      }
    }
    return moved;
  }

  /**
   * Rejects a normalization for channels that the sample does not have.
   *
   * @param shape in the model's layout
   */
  static void checkChannels(long[] shape, Preprocessing preprocessing) {
    int wanted = preprocessing.normalization().channels();
    if (wanted == 1) {
      return;
    }
    if (preprocessing.layout().isEmpty() && shape.length != 1) {
      throw new UnreadableData(
          "\"mean\" and \"std\" have " + wanted + " channels, but nothing says where they are",
          "add \"layout: nchw\" or \"layout: nhwc\"");
    }
    long channels = shape.length == 0 ? 1 : shape[channelAxis(shape, preprocessing)];
    if (channels != wanted) {
      throw new UnreadableData(
          "\"mean\" and \"std\" have "
              + wanted
              + " channels, but a sample of shape "
              + Arrays.toString(shape)
              + " has "
              + channels,
          "give one value for each channel, or one for all");
    }
  }

  /** Normalizes all values of a sample in place. */
  static void normalize(double[] values, long[] shape, Preprocessing preprocessing) {
    Normalization normalization = preprocessing.normalization();
    if (normalization.isIdentity()) {
      return;
    }
    int channels = normalization.channels();
    int axis = channels == 1 ? 0 : channelAxis(shape, preprocessing);
    int inner = 1;
    for (int i = axis + 1; i < shape.length; i++) {
      inner *= (int) shape[i];
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = normalization.apply(values[i], channels == 1 ? 0 : i / inner % channels);
    }
  }

  private static int channelAxis(long[] shape, Preprocessing preprocessing) {
    return preprocessing.layout().equals(Optional.of(Layout.NHWC)) ? shape.length - 1 : 0;
  }
}
