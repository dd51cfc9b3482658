package dev.touchstone.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectDirectory;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectFile;

import dev.touchstone.baselines.store.SharedLock;
import dev.touchstone.runner.MachineLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.FilePosition;
import org.junit.platform.engine.support.descriptor.FileSource;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** What cannot be run fails in its place, with what to do about it, and hinders nothing else. */
class FaultyScenarioTest {

  private static final String SIZE =
      """
      recipes: [int8-static]
      requirements:
        - {metric: size, at-most: 256 KiB}
        - {metric: quality.recall, for-each: class, at-least: 0 %}
      """;

  @TempDir private Path folder = Path.of("");

  @Scenarios("surfase-defects")
  static final class Misspelled {}

  private static EngineTestKit.Builder kit() {
    return EngineTestKit.engine(new TouchstoneEngine(SmallScenario.FEW));
  }

  private static Event onlyFailure(EngineExecutionResults results) {
    assertThat(results.testEvents().failed().list()).hasSize(1);
    // Tools that look at containers see it as well as those that look at tests.
    assertThat(results.containerEvents().failed().list()).hasSize(1);
    return results.testEvents().failed().list().get(0);
  }

  private static String message(Event event) {
    return event
        .getRequiredPayload(TestExecutionResult.class)
        .getThrowable()
        .map(Throwable::getMessage)
        .orElseThrow();
  }

  @Test
  void failsWithEveryMistakeAtItsPlace() throws IOException {
    Path file =
        SmallScenario.in(
            folder,
            "small",
            "recipes: [int8-statik]\nrequirements:\n  - {metric: sise, at-most: 256 KiB}\n");

    Event failure = onlyFailure(kit().selectors(selectFile(file.toFile())).execute());

    assertThat(message(failure))
        .contains(file + ":8:11: recipes[0]: \"int8-statik\"", "did you mean \"int8-static\"?")
        .contains(file + ":10:14: requirements[0].metric: \"sise\"", "did you mean \"size\"?");
    assertThat(failure.getTestDescriptor().getSource())
        .contains(FileSource.from(file.toFile(), FilePosition.from(8, 11)));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "'touchstone: 1\nname: [', small.yaml:",
    "'touchstone: 1\nname: x\n', model",
    "'tuchstone: 1\nmodel: {}\n', did you mean \"touchstone\"?"
  })
  void failsWhateverMeansToBeAScenario(String text, String told) throws IOException {
    Files.writeString(folder.resolve("small.yaml"), text);

    Event failure = onlyFailure(kit().selectors(selectDirectory(folder.toFile())).execute());

    assertThat(message(failure)).contains(told);
  }

  @Test
  void failsAFileThatIsNotThere() {
    String file = folder.resolve("gone.yaml").toString();

    Event failure = onlyFailure(kit().selectors(selectFile(file)).execute());

    assertThat(message(failure)).contains(file, "there is no such file");
  }

  @Test
  void failsAClassThatNamesNoScenario() {
    Event failure = onlyFailure(kit().selectors(selectClass(Misspelled.class)).execute());

    assertThat(message(failure))
        .startsWith("\"surfase-defects\" is no file, no folder and no bundled scenario")
        .endsWith("did you mean \"surface-defects\"?");
  }

  @Test
  void failsAScenarioThatAsksForNothing() throws IOException {
    Path file = SmallScenario.in(folder, "small", "recipes: [int8-static]\n");

    Event failure = onlyFailure(kit().selectors(selectFile(file.toFile())).execute());

    assertThat(message(failure))
        .contains(file.toString(), "states no requirement, so there is nothing to test");
  }

  @Test
  void failsASecondScenarioOfTheSameName() throws IOException {
    Path file = SmallScenario.in(folder, "small", "recipes: [int8-statik]\n" + SIZE);
    Files.writeString(file, Files.readString(file).replace("recipes: [int8-statik]\n", ""));
    Path second = Files.copy(file, folder.resolve("copy.yaml"));
    Path lock = MachineLock.of(System.getenv()).file();
    try (SharedLock.Hold held = hold(lock)) {
      assertThat(held).isNotNull();
      EngineExecutionResults results =
          kit()
              .selectors(selectFile(file.toFile()), selectFile(second.toFile()))
              .configurationParameter("touchstone.wait", "0s")
              .configurationParameter("touchstone.out", folder.resolve("out").toString())
              .execute();

      assertThat(message(onlyFailure(results)))
          .startsWith(second + ": another scenario is called \"small\" too");
      // The first was on its way when it met the machine in use; that is told of each test.
      assertThat(results.testEvents().aborted().list())
          .extracting(event -> event.getTestDescriptor().getDisplayName())
          .containsExactly(
              "small int8-static: size at most 256 KiB", "small int8-static: quality.recall [all]");
      assertThat(results.testEvents().aborted().list())
          .allSatisfy(event -> assertThat(message(event)).startsWith("the machine is in use by "));
    }
  }

  private static SharedLock.Hold hold(Path lock) throws IOException {
    return SharedLock.ofEverybody(lock).take(Duration.ZERO, "me", holder -> {}).orElseThrow();
  }

  @ParameterizedTest(name = "{0} = {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "touchstone.seed | many | touchstone.seed: \"many\" is no whole number; write one such as"
            + " 42, or leave it out",
        "touchstone.wait | 10 m | touchstone.wait: \"10 m\" is no time to wait; write it like 90s,"
            + " 10min or 1h",
        "touchstone.undecided | ignore | touchstone.undecided: \"ignore\" is not known; write abort"
            + " or fail",
        "touchstone.profile | rasberry-pi-4 | did you mean \"raspberry-pi-4\"?"
      })
  void failsWhatIsReadUnderAParameterThatSaysNothing(String key, String value, String told)
      throws IOException {
    Path file = SmallScenario.in(folder);

    Event failure =
        onlyFailure(
            kit()
                .selectors(selectFile(file.toFile()))
                .configurationParameter(key, value)
                .execute());

    assertThat(message(failure)).startsWith("touchstone.").contains(told);
  }
}
