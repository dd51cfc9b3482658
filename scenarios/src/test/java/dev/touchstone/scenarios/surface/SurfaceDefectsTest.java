package dev.touchstone.scenarios.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SurfaceDefectsTest {

  /** The first hundred images hold every class; a new value here means a new trained model. */
  private static final String FIRST_HUNDRED =
      "1bff0b68d3b98605f10ee68b79e497fc47c387ffc2ac56a9cefd308bf8ca71f8";

  @Test
  void drawsTheVeryImagesThatItAlwaysDrew() throws NoSuchAlgorithmException {
    SurfaceDefects images = new SurfaceDefects(2, 100);
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (int i = 0; i < images.size(); i++) {
      ByteBuffer bytes = ByteBuffer.allocate(4 + SurfaceDefects.WIDTH * SurfaceDefects.HEIGHT);
      bytes.putInt(images.label(i));
      for (float grey : images.image(i)) {
        bytes.put((byte) Math.round(grey * 255));
      }
      digest.update(bytes.array());
    }
    assertThat(HexFormat.of().formatHex(digest.digest())).isEqualTo(FIRST_HUNDRED);
  }

  @Test
  void showsEveryClassInItsShareOfEachHundred() {
    SurfaceDefects images = new SurfaceDefects(5, 10_000);
    for (int first = 0; first < images.size(); first += 100) {
      int from = first;
      assertThat(count(100, i -> SurfaceDefects.CLASSES.get(images.label(from + i))))
          .isEqualTo(
              Map.of(
                  "clean", 37, "scratch", 15, "pit", 15, "inclusion", 15, "scale", 15, "crack", 3));
    }
  }

  @Test
  void takesTheRareClassUnderEveryCondition() {
    SurfaceDefects images = new SurfaceDefects(5, 10_000);
    int[] cracks = IntStream.range(0, 10_000).filter(i -> images.label(i) == 5).toArray();
    assertThat(count(cracks.length, i -> images.condition(cracks[i])))
        .isEqualTo(
            Map.of(
                "normal", 120,
                "low light", 45,
                "motion blur", 45,
                "sensor noise", 45,
                "compression artifacts", 45));
  }

  @Test
  void drawsAnImageFromSeedAndIndexAlone() {
    SurfaceDefects few = new SurfaceDefects(5, 20);
    SurfaceDefects many = new SurfaceDefects(5, 1_234);
    for (int i = 19; i >= 0; i--) {
      assertThat(few.image(i)).isEqualTo(many.image(i));
      assertThat(few.label(i)).isEqualTo(many.label(i));
      assertThat(few.condition(i)).isEqualTo(many.condition(i));
    }
  }

  @Test
  void drawsTheSameFromManyThreads() {
    SurfaceDefects images = new SurfaceDefects(5, 64);
    int[] oneAfterTheOther =
        IntStream.range(0, 64).map(i -> Arrays.hashCode(images.image(i))).toArray();
    int[] atOnce =
        IntStream.range(0, 64).parallel().map(i -> Arrays.hashCode(images.image(i))).toArray();
    assertThat(atOnce).isEqualTo(oneAfterTheOther);
  }

  @Test
  void drawsOtherImagesForAnotherSeed() {
    SurfaceDefects images = new SurfaceDefects(5, 50);
    SurfaceDefects others = new SurfaceDefects(6, 50);
    for (int i = 0; i < 50; i++) {
      assertThat(images.image(i)).isNotEqualTo(others.image(i));
    }
  }

  @Test
  void givesTheGreyLevelsOfAnEightBitCamera() {
    SurfaceDefects images = new SurfaceDefects(5, 100);
    for (int i = 0; i < images.size(); i++) {
      for (float grey : images.image(i)) {
        assertThat(grey).isBetween(0f, 1f).isEqualTo((float) (Math.round(grey * 255) / 255.0));
      }
    }
  }

  @Test
  void takesDarkerPicturesInLowLight() {
    SurfaceDefects images = new SurfaceDefects(5, 500);
    assertThat(meanGrey(images, "low light")).isLessThan(0.55 * meanGrey(images, "normal"));
  }

  @Test
  void rejectsAnEmptyDataSetAndAnIndexBeyondIt() {
    assertThatThrownBy(() -> new SurfaceDefects(1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a data set needs at least 1 sample, was 0");
    assertThatThrownBy(() -> new SurfaceDefects(1, 10).image(10))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static double meanGrey(SurfaceDefects images, String condition) {
    return IntStream.range(0, images.size())
        .filter(i -> images.condition(i).equals(condition))
        .mapToDouble(i -> meanGrey(images.image(i)))
        .average()
        .orElseThrow();
  }

  private static double meanGrey(float[] image) {
    return IntStream.range(0, image.length).mapToDouble(i -> image[i]).average().orElseThrow();
  }

  private static Map<String, Integer> count(int size, IntFunction<String> key) {
    return IntStream.range(0, size)
        .mapToObj(key)
        .collect(Collectors.toMap(k -> k, k -> 1, Integer::sum, TreeMap::new));
  }
}
