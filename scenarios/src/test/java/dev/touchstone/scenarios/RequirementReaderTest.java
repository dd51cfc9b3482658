package dev.touchstone.scenarios;

import static dev.touchstone.scenarios.ScenarioFolder.GOOD;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequirementReaderTest {

  @TempDir private Path temporary;
  private ScenarioFolder folder = new ScenarioFolder(Path.of(""));

  @BeforeEach
  void fill() {
    folder = ScenarioFolder.in(temporary);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          metric: latency.p50, at-most: 80 ms                                      | latency.p50 at most 80.0 ms
          metric: throughput, at-least: 40 /s                                      | throughput at least 40.0 /s
          metric: quality.ece, at-most: 5 %                                        | quality.ece at most 5.00 %
          metric: quality.f1, against: deployed, allow: 0 pp, catch: 2 pp          | quality.f1 against deployed: allow 0 pp, catch 2 pp
          metric: quality.top1, for-each: condition, at-least: 0.9                 | quality.top1 for each condition at least 90.00 %
          metric: quality.top1, against: reference, gain-at-least: 1 pp            | quality.top1 gain against reference at least 1 pp
          metric: latency.p99, against: reference, allow: 1 %, catch: 300 %        | latency.p99 against reference: allow 1 %, catch 300 %
          metric: throughput, against: reference, gain-at-least: 400 %             | throughput gain against reference at least 400 %
          metric: size, against: reference, allow: 0 %, catch: 0 %                 | size against reference: allow 0 %, catch 0 %
          metric: energy, at-most: 3 mJ                                            | energy at most 0.00300 J
          """)
  void readsEveryFormOfRule(String text, String requirement) {
    Scenario scenario = folder.read(GOOD + "requirements:\n  - {" + text + "}\n");

    assertThat(scenario.requirements())
        .extracting(Requirement::toString)
        .containsExactly(requirement);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          at-most: 80 ms                                                      | : a requirement needs the key "metric", which is missing
          metric: quality.top1                                                | : the requirement demands nothing; write at-most, or at-least, or against with allow and catch, or against with gain-at-least
          metric: latency.p50, at-most: 1 ms, at-least: 1 ms                  | : at-most, at-least stand together, and they are different rules; keep one, and write a requirement for each other
          metric: latency.p50, at-most: 1 ms, allow: 1 %                      | : at-most, allow stand together, and they are different rules; keep one, and write a requirement for each other
          metric: latency.p50, against: reference                             | : a requirement needs the key "allow", which is missing
          metric: latency.p50, against: reference, allow: 1 %                 | : a requirement needs the key "catch", which is missing
          metric: latency.p50, allow: 1 %, catch: 2 %                         | : a requirement needs the key "against", which is missing
          metric: latency.p50, gain-at-least: 2 %                             | : a requirement needs the key "against", which is missing
          metric: latency.p50, against: reference, gain-at-least: 2 %, allow: 1 % | : gain-at-least stands together with allow or catch; keep one of them
          metric: latency.p50, against: baseline, allow: 1 %, catch: 2 %      | .against: "baseline" is not allowed here; allowed: reference, deployed
          metric: quality.top1, at-most: 90 %                                 | .at-most: quality.top1 is better when it is higher, so at-most bounds nothing; write at-least
          metric: latency.p50, at-least: 5 ms                                 | .at-least: latency.p50 is better when it is lower, so at-least bounds nothing; write at-most
          metric: latency.p50, against: reference, allow: 3 %, catch: 1 %     | .catch: "1 %" is below allow, 3 %; catch is the loss that must be found, and allow the one that never blocks
          metric: latency.p50, against: reference, allow: 0 %, catch: 0 %     | .catch: "0 %" cannot be told from no loss by any measurement; write the smallest loss that matters
          metric: latency.p50, against: reference, allow: 1 pp, catch: 3 %    | .allow: "1 pp" is in percentage points, and latency.p50 is compared by its relative change; write "1 %"
          metric: quality.auc, against: reference, allow: 0 pp, catch: 3 %    | .catch: "3 %" is relative, and quality.auc is compared in percentage points; write "3 pp"
          metric: throughput, against: reference, allow: 0 %, catch: 101 %    | .catch: "101 %" is not possible for throughput; allowed: up to 100 %
          metric: latency.p50, against: reference, gain-at-least: 100 %       | .gain-at-least: "100 %" is not possible for latency.p50; allowed: up to 99 %
          metric: latency.p50, against: reference, gain-at-least: 0 %         | .gain-at-least: "0 %" is no gain; use allow and catch
          metric: quality.flips, against: reference, allow: 0 %, catch: 1 %   | : quality.flips is itself a comparison with the reference, and has none with another arm; write at-most with a number of samples
          metric: quality.golden, against: reference, allow: 0 %, catch: 1 %  | : quality.golden is itself a comparison with the reference, and has none with another arm; write at-most with a number of samples
          metric: quality.flips, at-most: 1 %                                 | .at-most: "1 %" is a share, but quality.flips is a count; write a number without a unit
          metric: quality.top1, at-least: 94                                  | .at-least: "94" is above 1, and a share is at most 1; write a fraction such as 0.94, or a percentage such as 94 %
          metric: quality.golden, at-most: 0                                  | .metric: quality.golden needs golden samples, and the manifest of data.evaluation names none; add golden to the manifest
          metric: quality.golden, for-each: condition, at-most: 0             | .for-each: quality.golden counts single samples, no slices; remove for-each
          metric: quality.mae, at-most: 3                                     | .metric: quality.mae needs numbers, and the labels of data.evaluation are classes; use quality.top1, quality.recall or another metric of classes
          metric: quality.recall, at-least: 0.9                               | .metric: quality.recall is a property of one class; add for-each: class
          metric: quality.precision, for-each: condition, at-least: 0.9       | .for-each: quality.precision is a property of one class, found for-each "condition"; write for-each: class
          metric: quality.auc, for-each: class, at-least: 0.9                 | .for-each: a slice of one class has no quality.auc; slice by another column
          metric: quality.top1, for-each: conditon, at-least: 0.9             | .for-each: "conditon" is no slice column of data.evaluation; allowed: class, condition; did you mean "condition"?
          metric: quality.top1, for-each: lamp, at-least: 0.9                 | .for-each: "lamp" is no slice column of data.evaluation; allowed: class, condition; name the column under slices in the manifest
          metric: cold-start, for-each: class, at-most: 1 s                   | .for-each: cold-start belongs to the whole run and has no slices; use for-each with quality metrics
          metric: latency.p50, at-most: 1 ms, load: sever                     | .load: "sever" is no load pattern of this scenario; allowed: single-stream; did you mean "server"?
          metric: quality.top1, at-least: 0.9, load: single-stream            | .load: quality.top1 does not depend on the load pattern; use load with latency and throughput
          metric: latency.p50, at-most: 80 ms, for_each: x                    | : "for_each" is no key of a requirement; allowed: metric, for-each, load, at-most, at-least, against, allow, catch, gain-at-least; did you mean "for-each"?
          """)
  void rejectsWhatNoMetricCanAnswer(String text, String message) {
    assertThat(folder.problems(GOOD + "requirements:\n  - {" + text + "}\n"))
        .anySatisfy(
            problem ->
                assertThat(problem)
                    .matches("s\\.yaml:9:[0-9]+: .*")
                    .endsWith(": requirements[0]" + message));
  }

  @Test
  void anEmptyRequirementIsOneProblemAboutItsMetric() {
    assertThat(folder.problems(GOOD + "requirements:\n  - {}\n  - latency.p50\n"))
        .containsExactly(
            "s.yaml:9:5: requirements[0]: a requirement needs the key \"metric\", which is missing",
            "s.yaml:10:5: requirements[1]: a requirement is a mapping of keys to values, found"
                + " \"latency.p50\"; its keys: metric, for-each, load, at-most, at-least, against,"
                + " allow, catch, gain-at-least");
  }

  @Test
  void theSameMetricMayBeAskedInDifferentWaysButNotTwiceInTheSame() {
    String rules =
        """
        requirements:
          - {metric: latency.p50, at-most: 3 ms}
          - {metric: latency.p50, against: reference, allow: 1 %, catch: 3 %}
          - {metric: latency.p50, against: deployed, allow: 1 %, catch: 3 %}
          - {metric: latency.p50, against: reference, gain-at-least: 3 %}
          - {metric: quality.top1, at-least: 0.9}
          - {metric: quality.top1, for-each: condition, at-least: 0.9}
        """;

    assertThat(folder.problems(GOOD + rules)).isEmpty();
    assertThat(
            folder.problems(
                GOOD
                    + rules
                    + "  - {metric: latency.p50, against: deployed, allow: 0 %, catch: 9 %}"))
        .containsExactly(
            "s.yaml:15:5: requirements[6]: demands the same of latency.p50 as the requirement in"
                + " line 11; keep one of the two");
  }

  @Test
  void qualityNeedsLabelledData() {
    folder.write("x.csv", "a,target\n1,0.5\n2,0.7\n");
    String manifest = "touchstone-data: 1\nname: x\ninputs: [{file: x.csv, columns: [a]}]\n";
    String rules =
        """
        requirements:
          - {metric: quality.top1, at-least: 0.9}
          - {metric: quality.flips, at-most: 1}
          - {metric: quality.mae, at-most: 1}
        """;

    folder.write("evaluation.yaml", manifest);
    assertThat(folder.problems(GOOD + rules))
        .containsExactly(
            "s.yaml:9:14: requirements[0].metric: quality.top1 needs labels, and the manifest of"
                + " data.evaluation names none; add labels to the manifest",
            "s.yaml:11:14: requirements[2].metric: quality.mae needs labels, and the manifest of"
                + " data.evaluation names none; add labels to the manifest");

    folder.write("evaluation.yaml", manifest + "labels: {file: x.csv, target: target}\n");
    assertThat(folder.problems(GOOD + rules))
        .contains(
            "s.yaml:9:14: requirements[0].metric: quality.top1 needs classes, and the labels of"
                + " data.evaluation are numbers; use quality.mae or quality.rmse");

    String without = GOOD.replace("  evaluation: {manifest: evaluation.yaml}\n", "");
    assertThat(folder.problems(without + rules))
        .hasSize(3)
        .allSatisfy(
            problem ->
                assertThat(problem)
                    .endsWith(
                        " needs labelled data, and the scenario names none; add data: {evaluation:"
                            + " {manifest: FILE}}"));
  }
}
