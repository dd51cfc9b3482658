package dev.touchstone.reports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.baselines.Environment;
import dev.touchstone.baselines.Finding;
import dev.touchstone.baselines.Outcome;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.Verdict;
import dev.touchstone.scenarios.Budgets;
import dev.touchstone.scenarios.Metric;
import dev.touchstone.scenarios.Quantity;
import dev.touchstone.scenarios.Requirement;
import dev.touchstone.scenarios.Rule;
import dev.touchstone.scenarios.Unit;
import dev.touchstone.scenarios.problem.Location;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnnotationTest {

  private static final Rule LIMIT = new Rule.AtMost(new Quantity(1024.0, Unit.BYTE));

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource({
    "scenarios/a.yaml,   scenarios/a.yaml,   scenarios/a.yaml",
    "./scenarios/a.yaml, scenarios/a.yaml,   scenarios/a.yaml",
    "../a b.yaml,        ../a b.yaml,        ../a%20b.yaml",
    "/elsewhere/a.yaml,  a.yaml,             a.yaml",
    "c:d/é.yaml,         c:d/é.yaml,         ./c:d/%C3%A9.yaml",
  })
  void namesAFileAsItsAuthorDoesButNeverAPlaceOfOneMachine(String file, String path, String uri) {
    Annotation annotation = Annotation.of(failing(at(file, 7, 5), Map.of(), LIMIT)).get(0);

    assertThat(annotation.place()).isEqualTo(new Place(path, 7, 5));
    assertThat(annotation.place().uri()).isEqualTo(uri);
  }

  @Test
  void keepsItsFingerprintWhenLineLimitAndNumbersChange() {
    Annotation before = Annotation.of(failing(at("a.yaml", 7, 5), Map.of(), LIMIT)).get(0);
    Rule other = new Rule.AtMost(new Quantity(512.0, Unit.BYTE));
    Annotation after = Annotation.of(failing(at("b.yaml", 9, 3), Map.of(), other)).get(0);
    Rule lower = new Rule.AtLeast(new Quantity(1024.0, Unit.BYTE));
    Annotation another = Annotation.of(failing(at("a.yaml", 7, 5), Map.of(), lower)).get(0);

    assertThat(after.fingerprint()).isEqualTo(before.fingerprint());
    assertThat(another.fingerprint()).isNotEqualTo(before.fingerprint());
  }

  @Test
  void putsABudgetOfTheProfileOnTheScenarioThatTookIt() {
    Requirement budget = at("profiles/board.yaml", 12, 3, LIMIT);
    Map<String, String> facts =
        Map.of(
            Environment.BUDGET + "size",
            Budgets.line(budget),
            Environment.SCENARIO_FILE,
            "gate/mine.yaml");

    Annotation annotation = Annotation.of(failing(budget, facts, LIMIT)).get(0);

    assertThat(annotation.place()).isEqualTo(new Place("gate/mine.yaml", 1, 1));
    assertThat(annotation.message()).contains("(budget of the profile, profiles/board.yaml:12:3)");
  }

  @Test
  void callsNothingBadInARunThatSaysNothing() {
    Verdict verdict = failing(at("a.yaml", 7, 5), Map.of(), LIMIT);
    RunResult run =
        with(verdict.run(), new Environment(Map.of(), List.of(), List.of("It was throttled.")));
    Verdict invalid = new Verdict(Outcome.INVALID, verdict.findings(), List.of(), List.of(), run);

    List<Annotation> annotations = Annotation.of(invalid);

    assertThat(annotations)
        .extracting(Annotation::rule)
        .containsExactly(Annotation.CONDITIONS, "size");
    assertThat(annotations).extracting(Annotation::outcome).containsOnly(Outcome.INVALID);
    assertThat(annotations.get(0).message()).isEqualTo("INVALID run: It was throttled.");
    assertThat(annotations.get(0).place().path()).isEqualTo("bare.yaml");
  }

  private static Requirement at(String file, int line, int column) {
    return at(file, line, column, LIMIT);
  }

  private static Requirement at(String file, int line, int column, Rule rule) {
    return new Requirement(
        Metric.SIZE, rule, Optional.empty(), Optional.empty(), new Location(file, line, column));
  }

  /** A run with one finding, which failed. */
  private static Verdict failing(Requirement place, Map<String, String> facts, Rule rule) {
    Location at = place.location();
    Finding finding =
        new Finding(
            at(at.file(), at.line(), at.column(), rule),
            "int8",
            "",
            Outcome.FAIL,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            1,
            "It is too large.");
    RunResult run =
        with(
            Verdicts.bare().run(),
            new Environment(new LinkedHashMap<>(facts), List.of(), List.of()));
    return new Verdict(Outcome.FAIL, List.of(finding), List.of(), List.of(), run);
  }

  private static RunResult with(RunResult run, Environment environment) {
    return new RunResult(
        run.id(),
        run.provenance(),
        run.scenarioName(),
        run.scenarioText(),
        run.profileName(),
        run.seed(),
        environment,
        run.arms(),
        run.faults(),
        run.solo(),
        run.floor(),
        run.memory(),
        run.coldStarts(),
        run.campaigns(),
        run.samples(),
        run.predictions());
  }
}
