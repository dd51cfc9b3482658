package dev.touchstone.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.touchstone.baselines.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages as a browser shows them. */
class BrowserTest {

  private static final List<Chromium> STARTED = new ArrayList<>();

  @TempDir static Path profile;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws Exception {
    Optional<Path> program = Chromium.find();
    assumeTrue(
        program.isPresent(),
        "no Chromium on the PATH: run .ci/browser, or name one in " + Chromium.VARIABLE);
    STARTED.add(Chromium.start(program.orElseThrow(), profile));
  }

  @AfterAll
  static void stop() {
    STARTED.forEach(Chromium::close);
    STARTED.clear();
  }

  private static Tab tab() {
    return STARTED.get(0).open();
  }

  static Stream<String> verdicts() {
    return Stream.concat(Verdicts.names(), Stream.of("many", "without-quality"));
  }

  private static Verdict verdict(String name) {
    return switch (name) {
      case "many" -> LargeVerdicts.many();
      case "without-quality" -> LargeVerdicts.withoutQuality();
      default -> Verdicts.named(name);
    };
  }

  private static JsonNode look(Tab tab) throws IOException {
    try (InputStream script = BrowserTest.class.getResourceAsStream("look.js")) {
      byte[] bytes = Objects.requireNonNull(script, "look.js").readAllBytes();
      return tab.evaluate(new String(bytes, StandardCharsets.UTF_8));
    }
  }

  @ParameterizedTest
  @MethodSource("verdicts")
  void showsTheReportToEveryReader(String name) throws IOException {
    new HtmlReport().render(verdict(name), folder);
    try (Tab tab = tab()) {
      for (int width : new int[] {1280, 390}) {
        for (String scheme : List.of("light", "dark")) {
          tab.width(width);
          tab.media("screen", scheme);
          tab.open(folder.resolve("report.html"));
          isReadable(look(tab), width + " px, " + scheme);
        }
      }
      tab.media("print", "dark");
      tab.width(690); // an A4 sheet within its margins
      isReadable(look(tab), "paper");
      assertThat(tab.errors()).isEmpty();
      assertThat(tab.requests()).isNotEmpty().allMatch(url -> url.matches("(?:file|data):.*"));
    }
  }

  private static void isReadable(JsonNode page, String how) {
    assertThat(page.path("texts").asInt()).as(how).isGreaterThan(5);
    assertThat(page.path("faint")).as("too faint, " + how).isEmpty();
    assertThat(page.path("cut")).as("cut off, " + how).isEmpty();
    assertThat(page.path("overflow").asInt()).as("overflow, " + how).isZero();
    assertThat(page.path("wide")).as("wider than the page, " + how).isEmpty();
    for (JsonNode picture : page.path("pictures")) {
      String which = how + ": " + picture.path("caption").asText();
      assertThat(picture.path("drawn").asInt()).as(which).isEqualTo(1);
      assertThat(picture.path("width").asDouble()).as(which).isGreaterThan(200);
      assertThat(picture.path("height").asDouble()).as(which).isGreaterThan(40);
      assertThat(picture.path("title").asBoolean()).as(which).isTrue();
    }
  }

  @Test
  void showsEachPictureThatTheRunHasEvidenceFor() throws IOException {
    new HtmlReport().render(verdict("fail"), folder);
    try (Tab tab = tab()) {
      tab.width(1280);
      tab.media("screen", "light");
      tab.open(folder.resolve("report.html"));
      assertThat(look(tab).path("pictures").findValuesAsText("caption"))
          .extracting(caption -> caption.replaceFirst("[.:].*", ""))
          .containsExactly(
              "quality",
              "quality",
              "quality",
              "int8-careless",
              "single-stream",
              "int8-careless against reference",
              "int8-careless against deployed",
              "From the spawn of the process to the end of the first inference, part after part;"
                  + " medians of 3 starts",
              "Resident memory of each worker process");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"pass", "fail", "invalid", "hostile"})
  void showsTheAllureReportWithoutAskingAnyHost(String name) {
    new AllureReport().render(verdict(name), folder);
    try (Tab tab = tab()) {
      tab.width(1280);
      tab.open(folder.resolve("allure-report/index.html"));
      tab.await("document.querySelectorAll('.widget').length > 3");
      assertThat(tab.errors()).isEmpty();
      assertThat(tab.requests()).isNotEmpty().allMatch(url -> url.matches("(?:file|data|blob):.*"));
      assertThat(tab.evaluate("document.body.innerText").asText())
          .containsIgnoringCase(
              Plain.line(verdict(name).run().scenarioName()).replaceAll("[<>&\"'$]", "_"));
    }
  }
}
