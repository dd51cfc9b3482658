package dev.touchstone.reports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.baselines.Finding;
import dev.touchstone.baselines.Outcome;
import dev.touchstone.baselines.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SummaryTest {

  private static final String REPORT = "touchstone-out/surface-defects/report.html";

  static List<String> verdicts() {
    return Verdicts.names().toList();
  }

  @Test
  void answersFirstThenShowsWhatFailedAndFoldsTheRestAway() {
    String text = Summary.render(Verdicts.fail(), REPORT);

    assertThat(text)
        .startsWith(
            """
            ## ✗ FAIL: surface-defects on this-machine

            1 failed, 10 passed, of 11 checks.

            | model | | check | value | baseline | loss [interval] | limit |
            |---|---|---|---:|---:|---:|---|
            | int8-careless | ✗ FAIL | quality.recall vs deployed class=crack | 83.10 % | 91.40 % |\
             +8.3 pp \\[+6.5, +10.7\\] | 0/5 pp |

            <sub>Intervals at 99 % and 99.9 %\
            """)
        .contains("\n- int8-careless: **FAIL** quality.recall vs deployed class=crack: Recall of")
        .contains("\n<details><summary>10 checks hold</summary>\n\n| model | | check |")
        .contains(
            "| int8-careless | ✓ | quality.recall vs deployed, each class: 5 of 6 pass, worst")
        .contains("\n<details><summary>The arms side by side</summary>\n\n| | reference |")
        .contains("\n<details><summary>1 remark</summary>\n\n- warning: The load average was 1.8")
        .contains("<sub>Report: touchstone-out/surface-defects/report.html · run 2026");
    assertThat(text.indexOf("FAIL")).isLessThan(text.indexOf("PASS"));
  }

  @Test
  void needsNoTableOfWhatFailedWhereAllHolds() {
    assertThat(Summary.render(Verdicts.pass(), REPORT))
        .startsWith(
            "## ✓ PASS: surface-defects on this-machine\n\nAll 11 checks hold.\n\n<details>");
  }

  @Test
  void tellsWhyNothingCanBeSaid() {
    assertThat(Summary.render(Verdicts.invalid(), REPORT))
        .contains(
            "\n### Conditions not met\n\n- The processor was throttled in 7 of 20 fork pairs.");
  }

  @Test
  void tellsWhatWentWrongWithACandidate() {
    assertThat(Summary.render(Verdicts.withFaults(), REPORT))
        .contains("\n### Faults\n\n- custom-operator, load: ONNX Runtime refused the model");
  }

  @ParameterizedTest
  @MethodSource("verdicts")
  void opensAndClosesWhatItFoldsAndKeepsTablesInShape(String name) {
    String text = Summary.render(Verdicts.named(name), REPORT);

    assertThat(text.split("<details><summary>", -1)).hasSameSizeAs(text.split("</details>\n", -1));
    assertThat(text.replaceAll("</?(details|summary|sub)>", "")).doesNotContain("<");
    assertThat(text.replace("&#64;", "").replace("\\#&#8203;", "")).doesNotContain("@");
    int cells = 0;
    for (String line : text.lines().toList()) {
      boolean row = line.startsWith("|");
      int here = line.replaceAll("\\\\.", "").split("\\|", -1).length;
      assertThat(!row || cells == 0 || cells == here).as(line).isTrue();
      cells = row ? here : 0;
    }
  }

  @Test
  void countsWhatItHasNoRoomForAndNeverGrowsTooLong() {
    List<Finding> many = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      many.addAll(renamed(Verdicts.fail(), "class=part-" + i));
    }
    Verdict fail = Verdicts.fail();
    Verdict verdict =
        new Verdict(Outcome.FAIL, many, fail.measurements(), fail.notes(), fail.run());

    String text = Summary.render(verdict, REPORT);

    assertThat(text).hasSizeBetween(50_000, Summary.MOST_CHARACTERS);
    assertThat(text).contains(" more are in the report.\n").contains("class=part-0");
    assertThat(text).endsWith("</sub>\n");
  }

  @Test
  void staysShortWhateverNamesAndReasonsAreLike() {
    String endless = "@".repeat(100_000);
    List<Finding> findings = new ArrayList<>();
    for (Finding f : renamed(Verdicts.fail(), endless)) {
      findings.add(
          new Finding(
              f.requirement(),
              endless,
              f.slice(),
              f.outcome(),
              Optional.empty(),
              Optional.empty(),
              f.loss(),
              f.estimate(),
              f.n(),
              endless));
    }
    Verdict fail = Verdicts.fail();

    String text =
        Summary.render(
            new Verdict(Outcome.FAIL, findings, List.of(), List.of(endless), fail.run()), endless);

    assertThat(text).hasSizeLessThanOrEqualTo(Summary.MOST_CHARACTERS).startsWith("## ✗ FAIL");
  }

  /** What failed, in another slice. */
  private static List<Finding> renamed(Verdict verdict, String slice) {
    return verdict.findings().stream()
        .filter(f -> f.outcome() == Outcome.FAIL)
        .map(
            f ->
                new Finding(
                    f.requirement(),
                    f.arm(),
                    slice,
                    f.outcome(),
                    f.value(),
                    f.baseline(),
                    f.loss(),
                    f.estimate(),
                    f.n(),
                    f.reason()))
        .toList();
  }
}
