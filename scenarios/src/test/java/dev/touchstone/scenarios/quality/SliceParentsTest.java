package dev.touchstone.scenarios.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SliceParentsTest {

  private static final SliceParents CRACKS =
      new SliceParents(
          Map.of("defect", Map.of("hairline", "fine", "fine", "crack", "deep", "crack")));

  @Test
  void coverWhatBelongsToThemHoweverFarDown() {
    assertThat(CRACKS.covers("defect", "crack", "hairline")).isTrue();
    assertThat(CRACKS.covers("defect", "crack", "crack")).isTrue();
    assertThat(CRACKS.covers("defect", "fine", "deep")).isFalse();
    assertThat(CRACKS.covers("camera", "crack", "hairline")).isFalse();
    assertThat(CRACKS.parent("defect", "deep")).contains("crack");
    assertThat(CRACKS.parent("defect", "crack")).isEmpty();
    assertThat(CRACKS.parents("defect")).containsExactlyInAnyOrder("fine", "crack");
  }

  @Test
  void findValuesThatAreAboveThemselves() {
    assertThat(SliceParents.cycle(Map.of("a", "b", "b", "c"))).isEmpty();
    assertThat(SliceParents.cycle(Map.of("a", "a"))).contains(List.of("a", "a"));
    assertThat(SliceParents.cycle(Map.of("x", "a", "a", "b", "b", "a")).orElseThrow())
        .isIn(List.of("a", "b", "a"), List.of("b", "a", "b"));
    assertThatThrownBy(() -> new SliceParents(Map.of("defect", Map.of("a", "b", "b", "a"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the parents of defect run in a circle");
  }

  @Test
  void marksFitTheirSamples() {
    SampleMarks marks = new SampleMarks(CRACKS, List.of(0, 3), Optional.of(List.of("a", "a")));

    assertThat(marks.fit(2)).isFalse();
    assertThat(new SampleMarks(CRACKS, List.of(0, 3), Optional.empty()).fit(4)).isTrue();
    assertThat(new SampleMarks(CRACKS, List.of(), Optional.of(List.of("a", "a"))).fit(3)).isFalse();
    assertThatThrownBy(() -> new SampleMarks(CRACKS, List.of(3, 3), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("golden samples must ascend from 0, were [3, 3]");
  }
}
