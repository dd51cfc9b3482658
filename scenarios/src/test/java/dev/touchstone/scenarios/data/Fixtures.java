package dev.touchstone.scenarios.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;

/** Writes small data files into a folder, byte by byte as their formats are specified. */
record Fixtures(Path folder) {

  Path bytes(String name, byte[] bytes) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.resolveSibling("."));
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path text(String name, String text) {
    return bytes(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The first {@code count} whole numbers in an element type, in the given byte order. */
  static byte[] counting(ElementType type, int count, ByteOrder order) {
    ByteBuffer buffer = ByteBuffer.allocate(count * type.bytes()).order(order);
    for (int i = 0; i < count; i++) {
      switch (type) {
        case FLOAT32 -> buffer.putFloat(i);
        case FLOAT64 -> buffer.putDouble(i);
        case INT8, UINT8 -> buffer.put((byte) i);
        case BOOL -> buffer.put((byte) (i % 2));
        case INT16, UINT16 -> buffer.putShort((short) i);
        case INT32 -> buffer.putInt(i);
        case INT64 -> buffer.putLong(i);
      }
    }
    return buffer.array();
  }

  static byte[] counting(ElementType type, int count) {
    return counting(type, count, ByteOrder.LITTLE_ENDIAN);
  }

  /** An NPY file as {@code numpy.lib.format.write_array} lays it out. */
  static byte[] npy(int version, String descr, boolean fortran, String shape, byte[] elements) {
    int prefix = version == 1 ? 10 : 12;
    String literal =
        "{'descr': "
            + descr
            + ", 'fortran_order': "
            + (fortran ? "True" : "False")
            + ", 'shape': "
            + shape
            + ", }";
    int padded = (prefix + literal.length() + 1 + 63) / 64 * 64 - prefix;
    String header = literal + " ".repeat(padded - literal.length() - 1) + "\n";
    ByteBuffer buffer =
        ByteBuffer.allocate(prefix + padded + elements.length).order(ByteOrder.LITTLE_ENDIAN);
    buffer.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    buffer.put((byte) version).put((byte) 0);
    if (version == 1) {
      buffer.putShort((short) padded);
    } else {
      buffer.putInt(padded);
    }
    return buffer.put(header.getBytes(StandardCharsets.UTF_8)).put(elements).array();
  }

  static byte[] npy(String descr, String shape, byte[] elements) {
    return npy(1, "'" + descr + "'", false, shape, elements);
  }

  static byte[] zip(boolean deflated, String name, byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      ZipEntry entry = new ZipEntry(name);
      if (!deflated) {
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
      }
      zip.putNextEntry(entry);
      zip.write(content);
      zip.closeEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static byte[] idx(int type, byte[] elements, int... shape) {
    ByteBuffer buffer = ByteBuffer.allocate(4 + 4 * shape.length + elements.length);
    buffer.put((byte) 0).put((byte) 0).put((byte) type).put((byte) shape.length);
    for (int dimension : shape) {
      buffer.putInt(dimension);
    }
    return buffer.put(elements).array();
  }

  static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A picture of one color, {@code 0xRRGGBB}. */
  Path png(String name, int width, int height, int color) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, color);
      }
    }
    return picture(name, "png", image);
  }

  Path picture(String name, String format, BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, bytes)) {
        throw new IllegalStateException("no writer for " + format);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes(name, bytes.toByteArray());
  }
}
