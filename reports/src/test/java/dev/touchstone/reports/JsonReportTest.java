package dev.touchstone.reports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonReportTest extends ReportFormatContract {

  @Override
  ReportFormat format() {
    return new JsonReport();
  }

  private JsonNode read(String name) throws IOException {
    format().render(verdict(name), folder);
    return new ObjectMapper().readTree(folder.resolve("verdict.json").toFile());
  }

  @Test
  void keepsTheFieldsOfVersionOne() throws IOException {
    JsonNode root = read("fail");
    assertThat(names(root))
        .containsExactly(
            "schema",
            "version",
            "outcome",
            "summary",
            "run",
            "arms",
            "findings",
            "measurements",
            "environment",
            "faults",
            "notes");
    assertThat(root.get("schema").asText()).isEqualTo("touchstone.verdict");
    assertThat(root.get("version").asInt()).isEqualTo(1);
    assertThat(names(root.get("run")))
        .containsExactly(
            "id", "scenario", "profile", "emulated", "seed", "tool", "started", "finished");
    assertThat(names(root.get("arms").get(2)))
        .containsExactly("name", "role", "file", "sha256", "bytes", "lineage");
    assertThat(names(root.get("findings").get(10)))
        .containsExactly(
            "arm",
            "metric",
            "slice",
            "outcome",
            "reason",
            "n",
            "forEach",
            "location",
            "rule",
            "value",
            "baseline",
            "scale",
            "estimate",
            "interval");
  }

  @Test
  void saysOfAFailWhatWasDemandedAndWhatWasFound() throws IOException {
    JsonNode finding = read("fail").get("findings").get(10);
    assertThat(finding.get("outcome").asText()).isEqualTo("FAIL");
    assertThat(finding.get("slice").asText()).isEqualTo("class=crack");
    assertThat(finding.get("rule").get("catch").asDouble()).isEqualTo(0.05);
    assertThat(finding.get("scale").asText()).isEqualTo("points");
    assertThat(finding.get("interval").get("lower").asDouble()).isEqualTo(0.083 - 0.018);
  }

  @Test
  void leavesOutWhatWasNotMeasured() throws IOException {
    JsonNode finding = read("invalid").get("findings").get(0);
    assertThat(names(finding)).doesNotContain("value", "baseline", "estimate", "interval");
  }

  @Test
  void givesHostileNamesBackUnchanged() throws IOException {
    JsonNode root = read("hostile");
    assertThat(root.get("run").get("scenario").asText()).isEqualTo(Verdicts.HOSTILE);
    assertThat(root.get("arms").get(2).get("name").asText()).isEqualTo(Verdicts.HOSTILE);
    assertThat(root.get("faults").get(0).get("exitCode").asInt()).isEqualTo(-1);
  }

  private static List<String> names(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
