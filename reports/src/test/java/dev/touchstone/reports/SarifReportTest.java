package dev.touchstone.reports;

import static org.assertj.core.api.Assertions.assertThat;

import com.contrastsecurity.sarif.Run;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SarifReportTest extends ReportFormatContract {

  private static final JsonSchema SCHEMA = schema();

  @Override
  ReportFormat format() {
    return new SarifReport();
  }

  private JsonNode run(String name) throws IOException {
    format().render(verdict(name), folder);
    JsonNode log = new ObjectMapper().readTree(folder.resolve("findings.sarif").toFile());
    assertThat(log.get("version").asText()).isEqualTo("2.1.0");
    assertThat(log.get("runs")).hasSize(1);
    return log.get("runs").get(0);
  }

  @Test
  void putsWhatFailedOnTheLineOfItsRequirement() throws IOException {
    JsonNode run = run("fail");

    assertThat(run.get("results")).hasSize(1);
    JsonNode result = run.get("results").get(0);
    assertThat(result.get("ruleId").asText()).isEqualTo("quality.recall");
    assertThat(result.get("level").asText()).isEqualTo("error");
    assertThat(result.at("/message/text").asText())
        .startsWith(
            "int8-careless: FAIL quality.recall vs deployed class=crack, limit 0/5 pp. Recall of");
    JsonNode place = result.at("/locations/0/physicalLocation");
    assertThat(place.at("/artifactLocation/uri").asText()).isEqualTo("s.yaml");
    assertThat(place.at("/region/startLine").asInt()).isEqualTo(17);
    assertThat(place.at("/region/startColumn").asInt()).isEqualTo(5);
    assertThat(run.at("/automationDetails/id").asText())
        .startsWith("touchstone/surface-defects/this-machine/2");
  }

  @ParameterizedTest(name = "{0}: {1} of {2}")
  @CsvSource({
    "pass, , ",
    "bare, , ",
    "fail, error, quality.recall",
    "inconclusive, note, quality.recall",
    "invalid, warning, run-conditions",
    "with-faults, error, size"
  })
  void hasALevelForEachOutcomeAndNothingForWhatHolds(String name, String level, String rule)
      throws IOException {
    JsonNode results = run(name).get("results");

    if (level == null) {
      assertThat(results).isEmpty();
    } else {
      assertThat(results.get(0).get("level").asText()).isEqualTo(level);
      assertThat(results.get(0).get("ruleId").asText()).isEqualTo(rule);
    }
  }

  /** The schema that OASIS published, as a library of types for SARIF brings it along. */
  @ParameterizedTest
  @MethodSource("verdicts")
  void isValidUnderThePublishedSchema(String name) throws IOException {
    format().render(verdict(name), folder);
    JsonNode log = new ObjectMapper().readTree(folder.resolve("findings.sarif").toFile());

    assertThat(SCHEMA.validate(log)).isEmpty();
    ((ObjectNode) log).put("version", "2.0.0");
    assertThat(SCHEMA.validate(log)).isNotEmpty();
  }

  private static JsonSchema schema() {
    InputStream text =
        Objects.requireNonNull(Run.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json"));
    SchemaValidatorsConfig strict =
        SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(text, strict);
  }

  /** What sections 3.11 to 3.52 of the standard and GitHub's subset of it demand. */
  @ParameterizedTest
  @MethodSource("verdicts")
  void keepsTheRulesOfTheStandard(String name) throws IOException {
    JsonNode run = run(name);

    List<String> rules = new ArrayList<>();
    for (JsonNode rule : run.at("/tool/driver/rules")) {
      rules.add(rule.get("id").asText());
      assertThat(rule.at("/shortDescription/text").asText()).isNotBlank();
      assertThat(rule.at("/fullDescription/text").asText()).isNotBlank();
      assertThat(rule.at("/help/text").asText()).isNotBlank();
    }
    assertThat(rules).doesNotHaveDuplicates();
    List<String> fingerprints = new ArrayList<>();
    for (JsonNode result : run.get("results")) {
      assertThat(result.get("level").asText()).isIn("error", "warning", "note");
      assertThat(rules.get(result.get("ruleIndex").asInt()))
          .isEqualTo(result.get("ruleId").asText());
      assertThat(result.at("/message/text").asText().replace("{{", "").replace("}}", ""))
          .isNotBlank()
          .doesNotContain("{", "}", "](");
      String uri = result.at("/locations/0/physicalLocation/artifactLocation/uri").asText();
      assertThat(URI.create(uri).isAbsolute()).as(uri).isFalse();
      JsonNode region = result.at("/locations/0/physicalLocation/region");
      assertThat(region.get("startLine").asInt()).isPositive();
      assertThat(region.get("startColumn").asInt()).isPositive();
      fingerprints.add(result.at("/partialFingerprints/primaryLocationLineHash").asText());
    }
    assertThat(fingerprints).doesNotHaveDuplicates().allMatch(f -> f.matches("[0-9a-f]{32}:1"));
    for (JsonNode notice : run.at("/invocations/0/toolExecutionNotifications")) {
      assertThat(notice.get("level").asText()).isIn("warning", "error");
      assertThat(notice.at("/message/text").asText()).isNotBlank();
    }
  }
}
