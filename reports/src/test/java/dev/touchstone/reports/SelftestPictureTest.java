package dev.touchstone.reports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.baselines.Selftest;
import java.util.List;
import org.junit.jupiter.api.Test;

class SelftestPictureTest {

  @Test
  void marksRightAnswersWithDotsAndWrongOnesWithRings() {
    String picture = SelftestPicture.of(SelftestTableTest.kept()).standalone();

    assertThat(picture.split("<circle class=\"point\"", -1)).hasSize(1 + 39);
    assertThat(picture.split("<circle class=\"a4\"", -1)).hasSize(1 + 1);
    assertThat(picture).contains("allow 0.5 %", "catch 3 %", "made slower by 3 %");
  }

  @Test
  void leavesOutWhatSaysNothing() {
    String picture = SelftestPicture.of(SelftestTableTest.broken()).standalone();

    assertThat(picture.split("<circle", -1)).hasSize(1 + 3);
  }

  @Test
  void isAnEmptyFrameWithoutVerdicts() {
    assertThat(SelftestPicture.of(new Selftest(0.03, List.of())).inline())
        .startsWith("<svg")
        .doesNotContain("<circle");
  }
}
