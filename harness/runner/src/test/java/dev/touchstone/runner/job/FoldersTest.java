package dev.touchstone.runner.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FoldersTest {

  @Test
  void areWhereTheEnvironmentSays() {
    assertThat(Folders.of(Map.of("TOUCHSTONE_CACHE", "/c", "TOUCHSTONE_STORE", "/s")))
        .isEqualTo(new Folders(Path.of("/c"), Path.of("/s")));
  }

  @Test
  void followTheDesktopsCacheFolder() {
    assertThat(Folders.of(Map.of("XDG_CACHE_HOME", "/x")).cache())
        .isEqualTo(Path.of("/x/touchstone"));
  }

  @Test
  void takeAnEmptyVariableForOneThatIsNotSet() {
    Map<String, String> empty =
        Map.of("TOUCHSTONE_CACHE", "", "TOUCHSTONE_STORE", " ", "XDG_CACHE_HOME", "");

    assertThat(Folders.of(empty)).isEqualTo(Folders.of(Map.of()));
    assertThat(Folders.of(empty).store()).isEqualTo(Path.of("touchstone-store"));
  }
}
