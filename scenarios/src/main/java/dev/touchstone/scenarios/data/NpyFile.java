package dev.touchstone.scenarios.data;

import dev.touchstone.scenarios.data.StoredArray.Header;
import dev.touchstone.scenarios.problem.Words;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An array as NumPy saves it, versions 1 to 3.
 *
 * <pre>
 * +--------+-------+-------+---------------+------------------------------+----------+
 * | \x93   | major | minor | header length | Python literal of a dict:    | elements |
 * | NUMPY  | 1 B   | 1 B   | u16 LE in v1, | descr, fortran_order, shape, |          |
 * | 6 B    |       |       | u32 LE after  | padded with blanks           |          |
 * +--------+-------+-------+---------------+------------------------------+----------+
 * </pre>
 *
 * <p>Source: {@code numpy/lib/format.py}, section "Format Version 1.0" and following.
 */
final class NpyFile {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int LONGEST_HEADER = 1 << 20;

  private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([<>|=]?)([a-zA-Z]\\d*)'");
  private static final Pattern FORTRAN = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([\\d,\\sL]*)\\)");

  private static final Map<String, ElementType> TYPES =
      Map.of(
          "f4", ElementType.FLOAT32,
          "f8", ElementType.FLOAT64,
          "i1", ElementType.INT8,
          "u1", ElementType.UINT8,
          "i2", ElementType.INT16,
          "u2", ElementType.UINT16,
          "i4", ElementType.INT32,
          "i8", ElementType.INT64,
          "b1", ElementType.BOOL);

  private NpyFile() {}

  /**
   * Maps the array.
   *
   * @param shown the name that messages give the file
   * @throws UnreadableData if it is no such file, or holds what is not supported
   */
  static StoredArray open(Path file, String shown) throws IOException {
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
        throw new UnreadableData(
            shown + " is no NPY file: it does not start with \"\\x93NUMPY\"",
            "save it with numpy.save, or state its true format");
      }
      int version = in.readUnsignedByte();
      in.readUnsignedByte(); // minor version: never told anything apart
      if (version < 1 || version > 3) {
        throw new UnreadableData(
            shown + " is of NPY version " + version, "versions 1 to 3 are supported");
      }
      int length = length(in, version);
      if (length < 0 || length > LONGEST_HEADER) {
        throw new UnreadableData(shown + " has a damaged header", "save it again");
      }
      byte[] text = in.readNBytes(length);
      long offset = MAGIC.length + 2 + (version == 1 ? 2 : 4) + (long) length;
      return StoredArray.map(file, offset, header(text(text, version), shown), shown);
    } catch (EOFException e) {
      throw new UnreadableData(shown + " ends within its header", "the file was cut short");
    }
  }

  private static int length(InputStream in, int version) throws IOException {
    byte[] bytes = in.readNBytes(version == 1 ? 2 : 4);
    int length = 0;
    for (int i = bytes.length - 1; i >= 0; i--) {
      length = (length << 8) | (bytes[i] & 0xff);
    }
    return length;
  }

  private static String text(byte[] bytes, int version) {
    return new String(bytes, version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
  }

  private static Header header(String text, String shown) {
    Matcher descr = DESCR.matcher(text);
    Matcher fortran = FORTRAN.matcher(text);
    Matcher shape = SHAPE.matcher(text);
    if (!fortran.find() || !shape.find()) {
      throw new UnreadableData(shown + " has a damaged header", "save it again");
    }
    boolean simple = descr.find();
    ElementType type = simple ? TYPES.get(descr.group(2)) : null;
    if (type == null) {
      throw new UnreadableData(
          shown + " has elements of type " + (simple ? Words.quoted(descr.group(2)) : "record"),
          "save it as one of " + TYPES.values().stream().map(ElementType::key).sorted().toList());
    }
    List<Long> dimensions =
        Arrays.stream(shape.group(1).replace("L", "").split(","))
            .map(String::strip)
            .filter(d -> !d.isEmpty())
            .map(d -> dimension(d, shown))
            .toList();
    if (dimensions.isEmpty()) {
      throw new UnreadableData(
          shown + " holds a single number", "its first dimension must count the samples");
    }
    if (fortran.group(1).equals("True") && dimensions.size() > 1) {
      throw new UnreadableData(
          shown + " is stored in Fortran order", "save numpy.ascontiguousarray(x) instead");
    }
    ByteOrder order = descr.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    return new Header(type, order, dimensions);
  }

  private static long dimension(String digits, String shown) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw new UnreadableData(shown + " has a damaged header", "save it again");
    }
  }
}
