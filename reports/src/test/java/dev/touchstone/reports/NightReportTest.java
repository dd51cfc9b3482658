package dev.touchstone.reports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.touchstone.baselines.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NightReportTest {

  private static final NightResult NIGHT =
      new NightResult(
          "2026-11-26",
          Instant.parse("2026-11-26T01:00:00Z"),
          List.of(
              new NightResult.Entry(
                  "kws.yaml",
                  "board",
                  1,
                  Optional.of(Outcome.PASS),
                  "history of latency.p50, int8",
                  Optional.of(Outcome.FAIL),
                  Duration.ofSeconds(83),
                  "kws/report.html"),
              new NightResult.Entry(
                  "<odd>.yaml",
                  "",
                  2,
                  Optional.empty(),
                  "line 3: \"x\" is no model",
                  Optional.empty(),
                  Duration.ZERO,
                  "")));

  @Test
  void isATableForATerminal() {
    assertThat(NightReport.text(NIGHT, false))
        .isEqualTo(
            """
            night 2026-11-26
              ✓ PASS          kws.yaml on board  history FAIL   83 s  history of latency.p50, int8
              ✗ ERROR         <odd>.yaml         history –       0 s  line 3: "x" is no model
            """);
  }

  @Test
  void isAPageThatLeadsToTheRuns(@TempDir Path folder) throws IOException {
    NightReport.write(NIGHT, folder);
    assertThat(Files.readString(folder.resolve("index.html")))
        .contains("<a href=\"kws/report.html\">kws.yaml</a>", "0 of 2 passed")
        .contains("<td>&lt;odd&gt;.yaml</td>")
        .doesNotContain("<odd>");
  }
}
