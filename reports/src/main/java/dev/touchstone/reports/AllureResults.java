package dev.touchstone.reports;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.touchstone.baselines.Outcome;
import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.Verdict;
import io.qameta.allure.AllureResultsWriteException;
import io.qameta.allure.FileSystemResultsWriter;
import io.qameta.allure.model.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * {@code allure-results/}: what Allure's own tools read, with every finding as a test case.
 *
 * <p>FAIL is <i>failed</i>, INVALID is <i>broken</i>, INCONCLUSIVE is <i>skipped</i>. A test case
 * keeps its identity from run to run, so that a server that collects results shows its history; the
 * runs that were reported in the same folder before are in {@code history}.
 */
public final class AllureResults implements ReportFormat {

  /** The file that holds the environment. */
  static final String ENVIRONMENT = "environment.properties";

  @Override
  public String name() {
    return "allure-results";
  }

  @Override
  public String output() {
    return "allure-results";
  }

  @Override
  public void render(Verdict verdict, Path folder) {
    try {
      Files.createDirectories(folder);
      Path part = Files.createTempDirectory(folder, ".allure-results");
      try {
        Path results = Files.createDirectory(part.resolve("results"));
        AllureCases.of(verdict).forEach(c -> write(c, results));
        common(verdict, AllureHistory.before(verdict.run(), folder), results);
        Folders.replace(results, folder.resolve(output()));
      } finally {
        Folders.delete(part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": cannot write the Allure results", e);
    }
  }

  /**
   * Writes each test case into a folder of its own. The generator reads a folder's files in the
   * order in which the file system happens to list them; folders it reads in the order that it is
   * given.
   */
  static List<Path> writeEachAlone(Verdict verdict, AllureHistory history, Path parent)
      throws IOException {
    List<Path> folders = new ArrayList<>();
    for (AllureCases.Case test : AllureCases.of(verdict)) {
      Path folder = Files.createDirectories(parent.resolve(Integer.toString(folders.size())));
      write(test, folder);
      Files.writeString(folder.resolve("categories.json"), AllureCategory.json());
      if (folders.isEmpty()) {
        common(verdict, history, folder);
      }
      folders.add(folder);
    }
    return folders;
  }

  private static void write(AllureCases.Case test, Path folder) {
    FileSystemResultsWriter writer = new FileSystemResultsWriter(folder);
    try {
      test.attachments()
          .forEach(
              (source, text) ->
                  writer.write(
                      source, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))));
      writer.write(test.result());
    } catch (AllureResultsWriteException e) {
      IOException cause = e.getCause() instanceof IOException io ? io : new IOException(e);
      throw new UncheckedIOException(folder + ": cannot write the Allure results", cause);
    }
  }

  private static void common(Verdict verdict, AllureHistory history, Path folder)
      throws IOException {
    Files.writeString(folder.resolve("categories.json"), AllureCategory.json());
    Files.writeString(folder.resolve(ENVIRONMENT), environment(verdict.run()));
    Files.writeString(folder.resolve("executor.json"), executor(verdict.run(), history));
    history.write(folder);
  }

  /** Who ran it: the order and the name put the run into Allure's trends. */
  private static String executor(RunResult run, AllureHistory history) {
    ObjectNode executor = JsonNodeFactory.instance.objectNode();
    executor.put("name", "Touchstone " + Plain.line(run.provenance().toolVersion()));
    executor.put("type", "touchstone");
    executor.put("buildOrder", history.order());
    executor.put("buildName", "run " + Plain.line(run.id()));
    executor.put("reportName", AllureHistory.name(run));
    return executor + "\n";
  }

  /** In the format of {@link java.util.Properties}, without the date that its writer would add. */
  static String environment(RunResult run) {
    return facts(run).entrySet().stream()
        .map(e -> property(e.getKey(), true) + "=" + property(e.getValue(), false) + "\n")
        .collect(Collectors.joining());
  }

  /** What Allure shows as the environment. */
  static Map<String, String> facts(RunResult run) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("scenario", run.scenarioName());
    facts.put("profile", Wording.hardware(run));
    facts.put("run", run.id());
    facts.put("seed", Long.toString(run.seed()));
    facts.put("touchstone", run.provenance().toolVersion());
    run.arms().forEach(a -> facts.put("sha256." + a.name(), a.sha256()));
    facts.putAll(run.environment().facts());
    Map<String, String> plain = new LinkedHashMap<>();
    facts.forEach((key, value) -> plain.put(Plain.line(key), Plain.line(value)));
    return plain;
  }

  private static String property(String text, boolean key) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' || (key && "=: #!".indexOf(c) >= 0)) {
        out.append('\\').append(c);
      } else if (c > 0x7e) {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  /** How Allure calls an outcome. */
  static Status status(Outcome outcome) {
    return switch (outcome) {
      case PASS -> Status.PASSED;
      case INCONCLUSIVE -> Status.SKIPPED;
      case FAIL -> Status.FAILED;
      case INVALID -> Status.BROKEN;
    };
  }
}
