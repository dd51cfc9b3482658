package dev.touchstone.recipes.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NibblesTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 7, 8, 9, 16, 17, 31, 1000, 1001})
  void packsAsALiteralLoopDoesAndUnpacksWhatItPacked(int count) {
    byte[] levels = new byte[count];
    new Random(count).nextBytes(levels);
    byte[] expected = new byte[(count + 1) / 2];
    byte[] low = new byte[count];
    for (int i = 0; i < count; i++) {
      low[i] = (byte) (levels[i] & 15);
      expected[i / 2] += (byte) (i % 2 == 0 ? low[i] : low[i] * 16);
    }

    byte[] packed = Nibbles.pack(levels);

    assertThat(packed).isEqualTo(expected);
    assertThat(Nibbles.unpack(packed, count)).isEqualTo(low);
  }
}
