package dev.touchstone.recipes.weights;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Levels of 4 bits, two to a byte, the first in the low half (onnx.proto, {@code
 * TensorProto.raw_data}).
 *
 * <pre>
 *   levels  a b c d      packed  (b &lt;&lt; 4 | a) (d &lt;&lt; 4 | c)
 * </pre>
 */
public final class Nibbles {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private Nibbles() {}

  /**
   * Packs levels.
   *
   * @param levels one a byte; only the low 4 bits count
   * @return half as many bytes; an odd last level has a 0 beside it
   */
  public static byte[] pack(byte[] levels) {
    byte[] packed = new byte[(levels.length + 1) / 2];
    int i = 0;
    // eight levels at a time: their low halves move together in one 64-bit word
    for (; i + 8 <= levels.length; i += 8) {
      long word = (long) LONGS.get(levels, i) & 0x0F0F_0F0F_0F0F_0F0FL;
      word = (word | word >>> 4) & 0x00FF_00FF_00FF_00FFL;
      word = (word | word >>> 8) & 0x0000_FFFF_0000_FFFFL;
      INTS.set(packed, i / 2, (int) (word | word >>> 16));
    }
    for (; i < levels.length; i++) {
      packed[i / 2] |= (byte) ((levels[i] & 0xF) << (i % 2 * 4));
    }
    return packed;
  }

  /**
   * Unpacks levels.
   *
   * @param count how many; at most two for each byte
   * @return levels from 0 to 15, one a byte
   */
  public static byte[] unpack(byte[] packed, int count) {
    byte[] levels = new byte[count];
    for (int i = 0; i < count; i++) {
      levels[i] = (byte) (packed[i / 2] >> (i % 2 * 4) & 0xF);
    }
    return levels;
  }
}
