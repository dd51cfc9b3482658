package dev.touchstone.reports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.touchstone.baselines.RunResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What earlier runs of the same scenario on the same profile left for Allure's trends. Allure's
 * generator reads it from the folder {@code history} of the results, and writes it anew into the
 * report; a page that is a single file holds it inside, from where it is taken for the next run.
 *
 * @param files by name, JSON; only what was before the run, so that a report that is written again
 *     does not count its run twice
 * @param order how many runs there were, with this one
 */
record AllureHistory(Map<String, String> files, int order) {

  /** The folder's name, in results and in reports. */
  static final String FOLDER = "history";

  private static final String RUNS = "history-trend.json";
  private static final String CASES = "history.json";
  private static final List<String> TRENDS =
      List.of(RUNS, "duration-trend.json", "categories-trend.json", "retry-trend.json");
  private static final Pattern EMBEDDED =
      Pattern.compile("d\\('" + FOLDER + "/([a-z-]+\\.json)','([^']*+)'\\)");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  AllureHistory {
    files = Map.copyOf(files);
  }

  /**
   * Reads what is kept in the folder of the reports: by the last report, or else by its results.
   */
  static AllureHistory before(RunResult run, Path folder) throws IOException {
    for (String kept : List.of("allure-report", "allure-results")) {
      Path history = folder.resolve(kept).resolve(FOLDER);
      if (Files.exists(history.resolve(RUNS))) {
        return read(run, history);
      }
    }
    return new AllureHistory(Map.of(), 1);
  }

  private static AllureHistory read(RunResult run, Path history) throws IOException {
    Map<String, String> files = new TreeMap<>();
    int runs = 0;
    for (String name : TRENDS) {
      ArrayNode earlier = MAPPER.createArrayNode();
      json(history.resolve(name)).forEach(item -> addEarlier(earlier, item, run));
      files.put(name, earlier.toString());
      runs = name.equals(RUNS) ? earlier.size() : runs;
    }
    if (runs == 0) { // of another scenario, or of this run alone
      return new AllureHistory(Map.of(), 1);
    }
    files.put(CASES, cases(json(history.resolve(CASES)), run).toString());
    int last = MAPPER.readTree(files.get(RUNS)).path(0).path("buildOrder").asInt(runs);
    return new AllureHistory(files, last + 1);
  }

  /** A file that is no JSON tells of no run: a trend is not worth failing a verdict for. */
  private static JsonNode json(Path file) throws IOException {
    if (!Files.exists(file)) {
      return MAPPER.missingNode();
    }
    try {
      return MAPPER.readTree(Files.readString(file));
    } catch (JsonProcessingException e) {
      return MAPPER.missingNode();
    }
  }

  private static void addEarlier(ArrayNode earlier, JsonNode item, RunResult run) {
    String name = item.path("reportName").asText();
    if (name.startsWith(series(run)) && name.compareTo(name(run)) < 0) {
      earlier.add(item);
    }
  }

  /** For each test case its results before the run, and how many there were of each status. */
  private static ObjectNode cases(JsonNode all, RunResult run) {
    long started = run.provenance().started().toEpochMilli();
    ObjectNode kept = MAPPER.createObjectNode();
    all.fields()
        .forEachRemaining(
            entry -> {
              ObjectNode history = MAPPER.createObjectNode();
              ArrayNode items = history.putArray("items");
              ObjectNode statistic = history.putObject("statistic");
              for (JsonNode item : entry.getValue().path("items")) {
                if (item.path("time").path("stop").asLong() < started) {
                  items.add(item);
                  String status = item.path("status").asText();
                  statistic.put(status, statistic.path(status).asInt() + 1);
                }
              }
              if (!items.isEmpty()) {
                kept.set(entry.getKey(), history);
              }
            });
    return kept;
  }

  /** What the names of the reports of one scenario on one profile begin with. */
  private static String series(RunResult run) {
    return Plain.line(run.scenarioName() + " on " + Wording.hardware(run)) + ", run ";
  }

  /** The name of a run's report; later runs sort later. */
  static String name(RunResult run) {
    return series(run) + Plain.line(run.id());
  }

  /** Puts the history where the generator looks for it. */
  void write(Path results) throws IOException {
    Path folder = results.resolve(FOLDER);
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
  }

  /** Keeps what a finished page holds, for the next run. */
  static void keep(String page, Path report) {
    Matcher embedded = EMBEDDED.matcher(page);
    while (embedded.find()) {
      byte[] json = Base64.getDecoder().decode(embedded.group(2).getBytes(StandardCharsets.UTF_8));
      AtomicFile.write(report.resolve(FOLDER).resolve(embedded.group(1)), json);
    }
  }
}
