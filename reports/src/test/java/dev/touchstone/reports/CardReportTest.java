package dev.touchstone.reports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.ArmRole;
import dev.touchstone.baselines.Outcome;
import dev.touchstone.baselines.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CardReportTest {

  private static Arm candidate(Verdict verdict) {
    return verdict.run().arms().stream()
        .filter(arm -> arm.role() == ArmRole.CANDIDATE)
        .findFirst()
        .orElseThrow();
  }

  private static String golden() throws IOException {
    try (InputStream in = CardReportTest.class.getResourceAsStream("card-fail.md")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
    }
  }

  @Test
  void tellsTradeOffsFindingsAndSlices() throws IOException {
    Verdict verdict = Verdicts.fail();

    assertThat(CardReport.markdown(verdict, candidate(verdict), Outcome.FAIL)).isEqualTo(golden());
  }

  @Test
  void hasForProgramsWhatTheVerdictHasOfThisCandidateAndItsBaselines() {
    Verdict verdict = Verdicts.fail();
    Arm arm = candidate(verdict);

    JsonNode node = CardReport.json(verdict, arm, Outcome.FAIL);

    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    assertThat(names)
        .containsExactly(
            "outcome",
            "verdict",
            "id",
            "scenario",
            "profile",
            "emulated",
            "seed",
            "tool",
            "started",
            "finished",
            "measurements",
            "findings");
    assertThat(node.get("measurements")).hasSameSizeAs(verdict.measurements());
    assertThat(node.get("findings"))
        .isNotEmpty()
        .allMatch(f -> f.get("arm").asText().equals(arm.name()));
  }

  @ParameterizedTest
  @MethodSource("dev.touchstone.reports.Verdicts#names")
  void ofAnyVerdictBeginsWithItsHeadingAndLetsNoTextSpeakForItself(String name) {
    Verdict verdict = Verdicts.named(name);
    for (Arm arm : verdict.run().arms()) {
      assertThat(CardReport.markdown(verdict, arm, Outcome.PASS))
          .startsWith("## Measured\n\n✓ **PASS** in run ")
          .doesNotContain("<script>");
    }
  }
}
