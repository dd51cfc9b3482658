package dev.touchstone.scenarios.data;

import dev.touchstone.scenarios.data.ImageSteps.Size;

/**
 * Bilinear resampling as Pillow's {@code Image.resize(size, BILINEAR)} does it: pixel centers at
 * one half, a triangle filter of radius 1 that is widened by the scale when the picture shrinks
 * (antialiasing), first along rows and then along columns, and rounding to 8 bits after each.
 *
 * <p>Source: Pillow, {@code src/libImaging/Resample.c}. Models that were trained with torchvision
 * expect this; OpenCV's {@code INTER_LINEAR} does not widen the filter and gives other pixels.
 */
final class Bilinear {

  private Bilinear() {}

  /** The picture in another size; the same picture if it has it already. */
  static Pixels resize(Pixels picture, Size size) {
    Pixels wide = picture.size().width() == size.width() ? picture : alongRows(picture, size);
    return wide.size().height() == size.height() ? wide : alongColumns(wide, size);
  }

  /** Which pixels a new pixel is made of, and how much of each. */
  private static final class Window {

    private final int from;
    private final double[] weights;

    Window(int from, double[] weights) {
      this.from = from;
      this.weights = weights;
    }

    static Window[] windows(int before, int after) {
      double scale = (double) before / after;
      double radius = Math.max(1, scale);
      Window[] windows = new Window[after];
      for (int i = 0; i < after; i++) {
        double center = (i + 0.5) * scale;
        int from = Math.max(0, (int) (center - radius + 0.5));
        int to = Math.min(before, (int) (center + radius + 0.5));
        windows[i] = new Window(from, weights(from, to, center, radius));
      }
      return windows;
    }

    private static double[] weights(int from, int to, double center, double radius) {
      double[] weights = new double[to - from];
      double sum = 0;
      for (int k = 0; k < weights.length; k++) {
        double distance = Math.abs(from + k + 0.5 - center) / radius;
        weights[k] = Math.max(0, 1 - distance);
        sum += weights[k];
      }
      for (int k = 0; k < weights.length; k++) {
        weights[k] /= sum;
      }
      return weights;
    }
  }

  private static Pixels alongRows(Pixels picture, Size size) {
    Window[] windows = Window.windows(picture.size().width(), size.width());
    int height = picture.size().height();
    int channels = picture.channels();
    byte[] values = new byte[size.width() * height * channels];
    int next = 0;
    for (int y = 0; y < height; y++) {
      for (Window window : windows) {
        for (int c = 0; c < channels; c++) {
          double sum = 0;
          for (int k = 0; k < window.weights.length; k++) {
            sum += window.weights[k] * picture.at(window.from + k, y, c);
          }
          values[next++] = rounded(sum);
        }
      }
    }
    return new Pixels(new Size(size.width(), height), channels, values);
  }

  private static Pixels alongColumns(Pixels picture, Size size) {
    Window[] windows = Window.windows(picture.size().height(), size.height());
    int width = picture.size().width();
    int channels = picture.channels();
    byte[] values = new byte[width * size.height() * channels];
    int next = 0;
    for (Window window : windows) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < channels; c++) {
          double sum = 0;
          for (int k = 0; k < window.weights.length; k++) {
            sum += window.weights[k] * picture.at(x, window.from + k, c);
          }
          values[next++] = rounded(sum);
        }
      }
    }
    return new Pixels(new Size(width, size.height()), channels, values);
  }

  private static byte rounded(double value) {
    return (byte) Math.min(255, Math.floor(value + 0.5));
  }
}
