package dev.touchstone.scenarios.data;

import dev.touchstone.scenarios.data.ImageSteps.Size;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** A PNG or JPEG picture. Transparency is dropped; an orientation in EXIF is not obeyed. */
final class ImageFile {

  private static final long MOST_PIXELS = 1 << 26; // 8192 x 8192

  private ImageFile() {}

  /** The bytes of the file. */
  static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new UnreadableData("there is no picture " + '"' + file.toString() + '"', "");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /**
   * The size of the picture, from its header.
   *
   * @throws UnreadableData if it is missing, damaged or of another format
   */
  static Size size(Path file) {
    try (MemoryCacheImageInputStream in = stream(file)) {
      ImageReader reader = reader(in, file);
      try {
        reader.setInput(in);
        return new Size(reader.getWidth(0), reader.getHeight(0));
      } finally {
        reader.dispose();
      }
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw damaged(file, e); // ImageIO's decoders answer damaged files with all of these
    }
  }

  /**
   * The picture with one channel if it is grey, with red, green and blue otherwise.
   *
   * @throws UnreadableData if it is missing, damaged or of another format
   */
  static Pixels decode(Path file) {
    try (MemoryCacheImageInputStream in = stream(file)) {
      ImageReader reader = reader(in, file);
      try {
        reader.setInput(in, false, true);
        checkSize(reader, file);
        return pixels(reader.read(0));
      } finally {
        reader.dispose();
      }
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw damaged(file, e); // ImageIO's decoders answer damaged files with all of these
    }
  }

  /** A damaged or malicious header must not take all memory. */
  private static void checkSize(ImageReader reader, Path file) throws IOException {
    long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
    if (pixels > MOST_PIXELS) {
      throw new UnreadableData(
          Named.file(file) + " has " + pixels + " pixels",
          "at most " + MOST_PIXELS + " are decoded; make it smaller");
    }
  }

  private static MemoryCacheImageInputStream stream(Path file) {
    // ImageIO's own stream would write every picture to a temporary file first.
    return new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes(file)));
  }

  private static ImageReader reader(MemoryCacheImageInputStream in, Path file) {
    Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
    if (!readers.hasNext()) {
      throw new UnreadableData(
          Named.file(file) + " is no picture that can be read", "PNG and JPEG can be read");
    }
    return readers.next();
  }

  private static UnreadableData damaged(Path file, Exception e) {
    return new UnreadableData(
        Named.file(file) + " is damaged or of an unusual kind: " + e.getMessage(),
        "save it as 8-bit RGB or grey");
  }

  private static Pixels pixels(BufferedImage image) {
    Size size = new Size(image.getWidth(), image.getHeight());
    // getRGB would apply a gamma curve to grey pictures: their stored values are what is meant.
    boolean grey = image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY;
    return grey
        ? grey(image.getRaster(), size, image.getColorModel().getComponentSize(0))
        : color(image, size);
  }

  private static Pixels grey(Raster raster, Size size, int bits) {
    int[] samples =
        raster.getSamples(
            raster.getMinX(), raster.getMinY(), size.width(), size.height(), 0, (int[]) null);
    byte[] values = new byte[samples.length];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          (byte) (bits > 8 ? samples[i] >> (bits - 8) : samples[i] * 255 / ((1 << bits) - 1));
    }
    return new Pixels(size, 1, values);
  }

  private static Pixels color(BufferedImage image, Size size) {
    byte[] values = new byte[size.width() * size.height() * 3];
    int[] line = new int[size.width()];
    int next = 0;
    for (int y = 0; y < size.height(); y++) {
      image.getRGB(0, y, size.width(), 1, line, 0, size.width());
      for (int argb : line) {
        values[next++] = (byte) (argb >> 16);
        values[next++] = (byte) (argb >> 8);
        values[next++] = (byte) argb;
      }
    }
    return new Pixels(size, 3, values);
  }
}
