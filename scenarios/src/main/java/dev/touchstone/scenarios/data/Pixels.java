package dev.touchstone.scenarios.data;

import dev.touchstone.scenarios.data.ImageSteps.Channels;
import dev.touchstone.scenarios.data.ImageSteps.Size;

/**
 * A decoded picture with 8 bits for each value.
 *
 * <p>Value {@code c} of the pixel in column x and row y, all from 0, stands at {@code (y * width +
 * x) * channels + c}. Not copied: nobody writes to the values.
 */
final class Pixels {

  private final Size size;
  private final int channels;
  private final byte[] values;

  Pixels(Size size, int channels, byte[] values) {
    if (values.length != size.width() * size.height() * channels) {
      throw new IllegalArgumentException(
          values.length + " values are no picture of " + size + " with " + channels + " channels");
    }
    this.size = size;
    this.channels = channels;
    this.values = values;
  }

  Size size() {
    return size;
  }

  int channels() {
    return channels;
  }

  /** A value in [0, 255]. */
  int at(int x, int y, int channel) {
    return values[(y * size.width() + x) * channels + channel] & 0xff;
  }

  /** The same picture with the values that a model expects. */
  Pixels withChannels(Channels wanted) {
    int count = wanted == Channels.GREY ? 1 : 3;
    byte[] converted = new byte[size.width() * size.height() * count];
    for (int p = 0; p < size.width() * size.height(); p++) {
      int red = values[p * channels] & 0xff;
      int green = channels == 1 ? red : values[p * channels + 1] & 0xff;
      int blue = channels == 1 ? red : values[p * channels + 2] & 0xff;
      switch (wanted) {
        case RGB -> put(converted, p, red, green, blue);
        case BGR -> put(converted, p, blue, green, red);
        case GREY -> converted[p] = (byte) Math.round(0.299 * red + 0.587 * green + 0.114 * blue);
      }
    }
    return new Pixels(size, count, converted);
  }

  private static void put(byte[] values, int pixel, int first, int second, int third) {
    values[3 * pixel] = (byte) first;
    values[3 * pixel + 1] = (byte) second;
    values[3 * pixel + 2] = (byte) third;
  }

  /**
   * The middle of the picture; an odd margin is halved to the even number, as torchvision's {@code
   * CenterCrop} does.
   *
   * @throws UnreadableData if the picture is smaller
   */
  Pixels center(Size part) {
    if (part.width() > size.width() || part.height() > size.height()) {
      throw new UnreadableData(
          "a picture of " + size + " pixels has no center of " + part, "resize it first");
    }
    int left = (int) Math.rint((size.width() - part.width()) / 2.0);
    int top = (int) Math.rint((size.height() - part.height()) / 2.0);
    byte[] cropped = new byte[part.width() * part.height() * channels];
    int line = part.width() * channels;
    for (int y = 0; y < part.height(); y++) {
      int from = ((top + y) * size.width() + left) * channels;
      System.arraycopy(values, from, cropped, y * line, line);
    }
    return new Pixels(part, channels, cropped);
  }
}
