package dev.touchstone.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.scenarios.HardwareProfile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.ConfigurationParameters;

class SettingsTest {

  /** Parameters as a tool hands them over. */
  private record Given(Map<String, String> values) implements ConfigurationParameters {

    @Override
    public Optional<String> get(String key) {
      return Optional.ofNullable(values.get(key))
          .or(() -> Optional.ofNullable(System.getProperty(key)));
    }

    @Override
    public Optional<Boolean> getBoolean(String key) {
      return get(key).map(Boolean::parseBoolean);
    }

    @Override
    @SuppressWarnings("deprecation") // the interface still demands it
    public int size() {
      return values.size();
    }

    @Override
    public Set<String> keySet() {
      return values.keySet();
    }
  }

  @Test
  void followsWhatIsGiven() {
    Settings settings =
        Settings.of(
            new Given(
                Map.of(
                    "touchstone.profile", "raspberry-pi-4",
                    "touchstone.seed", " 42 ",
                    "touchstone.store", "baselines",
                    "touchstone.set.MODELS", "/srv/models",
                    "touchstone.out", "build/touchstone",
                    "touchstone.undecided", "fail",
                    "touchstone.wait", "90s")));

    assertThat(settings.profile()).map(HardwareProfile::name).contains("raspberry-pi-4");
    assertThat(settings.seed()).contains(42L);
    assertThat(settings.store()).isEqualTo(Path.of("baselines"));
    assertThat(settings.variables()).isEqualTo(Map.of("MODELS", "/srv/models"));
    assertThat(settings.out()).isEqualTo(Path.of("build/touchstone"));
    assertThat(settings.patience()).isEqualTo(Duration.ofSeconds(90));
    assertThat(settings.undecided()).isEqualTo(Undecided.FAIL);
  }

  @Test
  void hasADefaultForEverything() {
    Settings settings = Settings.of(new Given(Map.of("touchstone.seed", " ")));

    assertThat(settings.profile()).isEmpty();
    assertThat(settings.seed()).isEmpty();
    assertThat(settings.out()).isEqualTo(Path.of("target/touchstone"));
    assertThat(settings.patience()).isEqualTo(Duration.ofMinutes(10));
    assertThat(settings.undecided()).isEqualTo(Undecided.ABORT);
  }

  @Test
  void takesVariablesFromSystemPropertiesToo() {
    System.setProperty("touchstone.set.SETTINGS_TEST", "here");
    try {
      assertThat(Settings.of(new Given(Map.of())).variables())
          .containsEntry("SETTINGS_TEST", "here");
    } finally {
      System.clearProperty("touchstone.set.SETTINGS_TEST");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.yaml,b", " a.yaml , b ,", "a.yaml,,b"})
  void listsScenariosBetweenCommas(String text) {
    assertThat(Settings.scenarios(new Given(Map.of("touchstone.scenarios", text))))
        .containsExactly("a.yaml", "b");
  }
}
