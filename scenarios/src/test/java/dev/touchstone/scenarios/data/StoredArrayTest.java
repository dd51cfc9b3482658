package dev.touchstone.scenarios.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.scenarios.data.StoredArray.Header;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredArrayTest {

  private @TempDir Path folder;

  @ParameterizedTest(name = "at most {0} B in a mapping")
  @ValueSource(longs = {1, 6, 13, 17, 30, 1000})
  void givesTheSameSamplesHoweverManyMappingsTheFileNeeds(long mappedBytes) throws IOException {
    byte[] elements = Fixtures.counting(ElementType.INT16, 2 + 5 * 3);
    Path file = new Fixtures(folder).bytes("x.bin", elements);
    Header header = new Header(ElementType.INT16, ByteOrder.LITTLE_ENDIAN, List.of(5L, 3L));

    StoredArray array = StoredArray.map(file, 4, header, "x", mappedBytes);

    assertThat(array.size()).isEqualTo(5);
    for (int i = 0; i < 5; i++) {
      assertThat(Elements.doubles(array.sample(i), ElementType.INT16))
          .containsExactly(2 + 3 * i, 3 + 3 * i, 4 + 3 * i);
    }
  }
}
