package dev.touchstone.reports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.baselines.Environment;
import dev.touchstone.baselines.Outcome;
import dev.touchstone.baselines.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmulationLabelTest {

  @TempDir Path folder;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          markdown       | report.md                              | on this-machine (emulated)
          text           | report.txt                             | on this-machine (emulated)
          html           | report.html                            | on this-machine (emulated)</title>
          junit          | junit.xml                              | on this-machine (emulated)"
          allure-results | allure-results/environment.properties  | profile=this-machine (emulated)
          json           | verdict.json                           | "emulated" : true
          """)
  void standsInEveryReportOfAnEmulatedBoard(String name, String file, String label)
      throws IOException {
    assertThat(rendered(name, file, emulated("true"))).contains(label);
    assertThat(rendered(name, file, emulated("false"))).doesNotContain(label);
  }

  @Test
  void standsInTheTitleOnTheConsole() {
    assertThat(ConsoleTable.render(emulated("true"), false, 100))
        .startsWith("surface-defects on this-machine (emulated)\n");
  }

  private String rendered(String name, String file, Verdict verdict) throws IOException {
    ReportFormat format =
        Reports.all().stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow();
    format.render(verdict, folder);
    return new String(
        ReportFormatContract.files(folder).getOrDefault(file, new byte[0]), StandardCharsets.UTF_8);
  }

  private static Verdict emulated(String flag) {
    Map<String, String> facts = new LinkedHashMap<>(InventedRun.facts());
    facts.put(Environment.EMULATED, flag);
    Environment environment = new Environment(facts, List.of(), List.of());
    return new Verdict(
        Outcome.PASS,
        List.of(),
        List.of(),
        List.of(),
        InventedRun.run("int8-static", List.of(), environment));
  }
}
