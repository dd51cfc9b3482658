package dev.touchstone.scenarios.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.scenarios.problem.ScenarioException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A compressed array of several segments, of which each is unpacked when it is asked for. */
class CompressedArrayTest {

  private static final String MANIFEST = "inputs: [{file: x.idx.gz, as: uint8}]";
  private static final int SAMPLES = 2500;
  private static final int EACH = 4096;
  private static final int LAST = SAMPLES - 1;

  private @TempDir Path folder;
  private final byte[] elements = new byte[SAMPLES * EACH];
  private byte[] packed = new byte[0];

  @BeforeEach
  void pack() {
    new Random(1).nextBytes(elements);
    packed = Fixtures.gzip(Fixtures.idx(0x08, elements, SAMPLES, EACH));
    write();
  }

  private void write() {
    new Fixtures(folder).bytes("x.idx.gz", packed);
  }

  private static int first(Dataset dataset, int sample) {
    return (int) Read.values(dataset, sample)[0];
  }

  @Test
  void givesItsSamplesInAnyOrder() {
    Dataset dataset = Read.dataset(folder, MANIFEST);

    for (int sample : new int[] {0, LAST, 1023, 1024, 1025, 2047, 2048, 1}) {
      assertThat(first(dataset, sample)).isEqualTo(elements[sample * EACH] & 0xff);
    }
  }

  @Test
  void tellsOfDamageWhereItIsReached() {
    packed[packed.length - 8] ^= 1; // the checksum
    write();
    Dataset dataset = Read.dataset(folder, MANIFEST);

    assertThat(first(dataset, 0)).isEqualTo(elements[0] & 0xff);
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(() -> dataset.sample(LAST))
          .isInstanceOf(ScenarioException.class)
          .hasMessageContaining("data.yaml:3:")
          .hasMessageContaining("sample " + LAST + ": \"x.idx.gz\" is damaged");
    }
  }

  @Test
  void tellsOfDamageWhenAllOfItIsFingerprinted() {
    packed[packed.length - 8] ^= 1;
    write();
    Dataset dataset = Read.dataset(folder, MANIFEST);

    assertThat(dataset.fingerprint(1000)).matches("[0-9a-f]{64}");
    assertThatThrownBy(dataset::fingerprint)
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining("is damaged");
  }
}
