package dev.touchstone.reports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllureResultsTest extends ReportFormatContract {

  @Override
  ReportFormat format() {
    return new AllureResults();
  }

  private Map<String, byte[]> written(String name) throws IOException {
    format().render(verdict(name), folder);
    return files(folder.resolve("allure-results"));
  }

  private List<JsonNode> results(String name) throws IOException {
    List<JsonNode> results = new ArrayList<>();
    for (Map.Entry<String, byte[]> file : written(name).entrySet()) {
      if (file.getKey().endsWith("-result.json")) {
        results.add(new ObjectMapper().readTree(file.getValue()));
      }
    }
    return results;
  }

  @ParameterizedTest(name = "{0}: one {1}")
  @CsvSource({
    "fail, failed, 1",
    "inconclusive, skipped, 1",
    "invalid, broken, 2",
    "pass, passed, 12"
  })
  void givesEachOutcomeItsStatus(String name, String status, int count) throws IOException {
    assertThat(results(name))
        .filteredOn(r -> r.get("status").asText().equals(status))
        .hasSize(count);
  }

  @Test
  void tellsValueLimitAndIntervalAsParameters() throws IOException {
    JsonNode failed =
        results("fail").stream()
            .filter(r -> r.get("status").asText().equals("failed"))
            .findFirst()
            .orElseThrow();
    assertThat(failed.get("parameters").toString())
        .contains("83.10 %")
        .contains("0/5 pp")
        .contains("+8.3 pp [+6.5, +10.7]");
    assertThat(failed.get("labels").toString())
        .contains("int8-careless")
        .contains("quality.recall")
        .contains("critical");
    assertThat(failed.get("statusDetails").get("message").asText()).startsWith("Recall of crack");
  }

  @Test
  void attachesTheLatencyHistogramToEveryRequirementOnLatency() throws IOException {
    Map<String, byte[]> files = written("pass");
    List<JsonNode> latency =
        results("pass").stream().filter(r -> r.get("name").asText().startsWith("latency")).toList();
    assertThat(latency).hasSize(3);
    for (JsonNode result : latency) {
      assertThat(result.get("attachments")).hasSize(3);
      for (JsonNode attachment : result.get("attachments")) {
        assertThat(files).containsKey(attachment.get("source").asText());
      }
      String percentiles = result.get("attachments").get(2).get("source").asText();
      assertThat(new String(files.get(percentiles), StandardCharsets.UTF_8))
          .contains("Percentile")
          .contains("#[Mean");
    }
  }

  @Test
  void attachesResultsAndEnvironmentToTheRun() throws IOException {
    Map<String, byte[]> files = written("pass");
    JsonNode run = named("pass", Conditions.TITLE);
    assertThat(run.get("attachments").findValuesAsText("name"))
        .containsExactly("result", "environment");
    String csv = run.get("attachments").get(0).get("source").asText();
    assertThat(new String(files.get(csv), StandardCharsets.UTF_8))
        .isEqualTo(CsvReport.text(verdict("pass")));
  }

  @Test
  void attachesTheTableOfAllSlicesToTheOnesThatAreOpen() throws IOException {
    JsonNode crack = named("fail", "quality.recall vs deployed class=crack");
    assertThat(crack.get("attachments").findValuesAsText("name"))
        .containsExactly("interval", "all slices");
    JsonNode pit = named("fail", "quality.recall vs deployed class=pit");
    assertThat(pit.get("attachments").findValuesAsText("name")).containsExactly("interval");
    String table = crack.get("attachments").get(1).get("source").asText();
    assertThat(new String(written("fail").get(table), StandardCharsets.UTF_8))
        .startsWith("slice,outcome,value,baseline,loss [interval],n\n")
        .contains(
            "\"class=crack\",\"FAIL\",\"83.10 %\",\"91.40 %\",\"+8.3 pp [+6.5, +10.7]\",\"312\"");
  }

  @ParameterizedTest(name = "{0}, {1} -> {2}")
  @CsvSource({
    "fail, quality.recall vs deployed class=crack, Regression: worse than a baseline",
    "inconclusive, quality.recall vs deployed class=crack, Inconclusive: more evidence needed",
    "invalid, energy, Run invalid: conditions not met",
    "invalid, run conditions, Run invalid: conditions not met",
    "with-faults, size, The candidate could not be made or run"
  })
  void beginsTheTraceWithTheCategory(String verdict, String name, String category)
      throws IOException {
    assertThat(named(verdict, name).get("statusDetails").get("trace").asText())
        .startsWith(category + "\n");
  }

  @Test
  void findsEveryTraceByItsCategory() {
    for (AllureCategory category : AllureCategory.values()) {
      assertThat(AllureCategory.json()).contains("\"traceRegex\": \"" + category.title() + ".*\"");
      assertThat(category.title()).matches("[A-Za-z,: ]+"); // so that it means itself as a pattern
    }
  }

  private JsonNode named(String verdict, String name) throws IOException {
    return results(verdict).stream()
        .filter(r -> r.get("name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void leadsToTheReportBesideIt() throws IOException {
    assertThat(results("pass"))
        .allSatisfy(
            r ->
                assertThat(r.get("links").findValuesAsText("url"))
                    .containsExactly("../report.html"));
  }

  @Test
  void keepsTheIdentityOfATestCaseWhateverItsOutcome() throws IOException {
    List<String> pass = results("pass").stream().map(r -> r.get("historyId").asText()).toList();
    List<String> open =
        results("inconclusive").stream().map(r -> r.get("historyId").asText()).toList();
    assertThat(pass).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(open);
  }

  @Test
  void writesAnEnvironmentThatPropertiesReadBack() throws IOException {
    Properties properties = new Properties();
    byte[] bytes = written("hostile").get("environment.properties");
    properties.load(new StringReader(new String(bytes, StandardCharsets.UTF_8)));
    assertThat(properties)
        .containsEntry("scenario", Plain.line(Verdicts.HOSTILE))
        .containsEntry(Plain.line(Verdicts.HOSTILE), Plain.line(Verdicts.HOSTILE));
  }
}
