package dev.touchstone.reports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CodeQualityReportTest extends ReportFormatContract {

  @Override
  ReportFormat format() {
    return new CodeQualityReport();
  }

  private JsonNode issues(String name) throws IOException {
    format().render(verdict(name), folder);
    return new ObjectMapper().readTree(folder.resolve("code-quality.json").toFile());
  }

  @Test
  void putsWhatFailedOnTheLineOfItsRequirement() throws IOException {
    JsonNode issues = issues("fail");

    assertThat(issues).hasSize(1);
    assertThat(issues.get(0).at("/location/path").asText()).isEqualTo("s.yaml");
    assertThat(issues.get(0).at("/location/lines/begin").asInt()).isEqualTo(17);
    assertThat(issues.get(0).get("check_name").asText()).isEqualTo("quality.recall");
    assertThat(issues.get(0).get("description").asText()).contains("26 cracks");
  }

  @ParameterizedTest
  @CsvSource({"fail, critical", "invalid, major", "inconclusive, info"})
  void hasASeverityForEachOutcome(String name, String severity) throws IOException {
    assertThat(issues(name).get(0).get("severity").asText()).isEqualTo(severity);
  }

  @ParameterizedTest
  @MethodSource("verdicts")
  void isAListWithEveryFieldThatGitlabReads(String name) throws IOException {
    JsonNode issues = issues(name);

    assertThat(issues.isArray()).isTrue();
    List<String> fingerprints = new ArrayList<>();
    for (JsonNode issue : issues) {
      assertThat(issue.get("description").asText()).isNotBlank();
      assertThat(issue.get("check_name").asText()).isNotBlank();
      assertThat(issue.at("/location/path").asText()).isNotBlank().doesNotStartWith("/");
      assertThat(issue.at("/location/lines/begin").asInt()).isPositive();
      fingerprints.add(issue.get("fingerprint").asText());
    }
    assertThat(fingerprints).doesNotHaveDuplicates();
  }
}
