package dev.touchstone.scenarios.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.scenarios.data.ImageSteps.Resize.ShorterSide;
import dev.touchstone.scenarios.data.ImageSteps.Size;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BilinearTest {

  /** Two bright and two dark squares, as in Pillow's Tests/test_image_resample.py. */
  private static Pixels squares(int side) {
    byte[] values = new byte[side * side];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        boolean bright = (x < side / 2) == (y < side / 2);
        values[y * side + x] = (byte) (bright ? 0xe1 : 0x1e);
      }
    }
    return new Pixels(new Size(side, side), 1, values);
  }

  @ParameterizedTest(name = "{0} -> 4: top left fourth {1}")
  @CsvSource({"8, e1c9c9b7", "2, e1b0b098"})
  void agreesWithThePublishedPixelsOfPillow(int side, String topLeftFourth) {
    byte[] expected = HexFormat.of().parseHex(topLeftFourth);

    Pixels resized = Bilinear.resize(squares(side), new Size(4, 4));

    for (int y = 0; y < 2; y++) {
      for (int x = 0; x < 2; x++) {
        int pixel = expected[2 * y + x] & 0xff;
        assertThat(resized.at(x, y, 0)).isEqualTo(pixel);
        assertThat(resized.at(3 - x, 3 - y, 0)).isEqualTo(pixel);
        assertThat(resized.at(3 - x, y, 0)).isEqualTo(255 - pixel);
        assertThat(resized.at(x, 3 - y, 0)).isEqualTo(255 - pixel);
      }
    }
  }

  @Test
  void leavesAPictureOfTheSameSizeAlone() {
    Pixels picture = squares(6);

    assertThat(Bilinear.resize(picture, new Size(6, 6))).isSameAs(picture);
  }

  @Test
  void keepsOneColorWhateverTheSize() {
    byte[] values = new byte[7 * 5 * 3];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) (i % 3 == 0 ? 255 : i % 3 == 1 ? 64 : 0);
    }

    Pixels resized = Bilinear.resize(new Pixels(new Size(7, 5), 3, values), new Size(11, 3));

    for (int y = 0; y < 3; y++) {
      for (int x = 0; x < 11; x++) {
        assertThat(resized.at(x, y, 0)).isEqualTo(255);
        assertThat(resized.at(x, y, 1)).isEqualTo(64);
        assertThat(resized.at(x, y, 2)).isZero();
      }
    }
  }

  @ParameterizedTest(name = "{0} x {1} with a shorter side of 256 -> {2} x {3}")
  @CsvSource({
    "500, 333, 384, 256",
    "333, 500, 256, 384",
    "64, 64, 256, 256",
    "1000, 3, 85333, 256"
  })
  void keepsTheProportionAndRoundsTheLongerSideDown(
      int width, int height, int newWidth, int newHeight) {
    assertThat(new ShorterSide(256).target(new Size(width, height)))
        .isEqualTo(new Size(newWidth, newHeight));
  }

  @Test
  void takesTheCenterWithAnOddMarginHalvedToTheEvenNumber() {
    byte[] values = new byte[7 * 5];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) i;
    }
    Pixels picture = new Pixels(new Size(7, 5), 1, values);

    // Margins of 5 and 3: torchvision's round(2.5) = 2 and round(1.5) = 2.
    Pixels center = picture.center(new Size(2, 2));

    assertThat(center.at(0, 0, 0)).isEqualTo(2 * 7 + 2);
    assertThat(center.at(1, 1, 0)).isEqualTo(3 * 7 + 3);
    assertThatThrownBy(() -> picture.center(new Size(8, 2)))
        .isInstanceOf(UnreadableData.class)
        .hasMessage("a picture of 7 x 5 pixels has no center of 8 x 2");
  }
}
