package dev.touchstone.reports;

import dev.touchstone.baselines.RunResult;
import dev.touchstone.baselines.Verdict;
import io.qameta.allure.Extension;
import io.qameta.allure.Reader;
import io.qameta.allure.ReportGenerationException;
import io.qameta.allure.ReportGenerator;
import io.qameta.allure.allure2.Allure2Plugin;
import io.qameta.allure.category.CategoriesPlugin;
import io.qameta.allure.category.CategoriesTrendPlugin;
import io.qameta.allure.context.FreemarkerContext;
import io.qameta.allure.context.JacksonContext;
import io.qameta.allure.context.RandomUidContext;
import io.qameta.allure.core.AttachmentsPlugin;
import io.qameta.allure.core.Configuration;
import io.qameta.allure.core.Plugin;
import io.qameta.allure.core.ResultsVisitor;
import io.qameta.allure.core.TestsResultsPlugin;
import io.qameta.allure.duration.DurationPlugin;
import io.qameta.allure.duration.DurationTrendPlugin;
import io.qameta.allure.environment.Allure1EnvironmentPlugin;
import io.qameta.allure.executor.ExecutorPlugin;
import io.qameta.allure.history.HistoryPlugin;
import io.qameta.allure.history.HistoryTrendPlugin;
import io.qameta.allure.launch.LaunchPlugin;
import io.qameta.allure.retry.RetryPlugin;
import io.qameta.allure.retry.RetryTrendPlugin;
import io.qameta.allure.severity.SeverityPlugin;
import io.qameta.allure.status.StatusChartPlugin;
import io.qameta.allure.suites.SuitesPlugin;
import io.qameta.allure.summary.SummaryPlugin;
import io.qameta.allure.tags.TagsPlugin;
import io.qameta.allure.timeline.TimelinePlugin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code allure-report/index.html}: the Allure report as one file that works without a network.
 *
 * <p>Beside it lies {@code history}: what the next run in this folder needs to show a trend.
 *
 * <p>It is made by the generator's own library in this process. Its analytics are left out: neither
 * does the generator phone home, nor does the page load a tag manager.
 */
public final class AllureReport implements ReportFormat {

  private static final String FOLDER = "allure-report";
  private static final Pattern TAG_MANAGER =
      Pattern.compile(
          "<script async src=\"https://www\\.googletagmanager\\.com/[^\"]*\"></script>");
  private static final Pattern EMBEDDED = Pattern.compile("d\\('[^']*+','[^']*+'\\),");
  private static final Pattern TAG_SETTINGS =
      Pattern.compile("<script>\\s*window\\.dataLayer = .*?</script>", Pattern.DOTALL);

  @Override
  public String name() {
    return "allure-report";
  }

  @Override
  public String output() {
    return FOLDER + "/index.html";
  }

  @Override
  public void render(Verdict verdict, Path folder) {
    try {
      Files.createDirectories(folder);
      Path work = Files.createTempDirectory(folder, ".allure-report");
      try {
        AllureHistory history = AllureHistory.before(verdict.run(), folder);
        List<Path> launches =
            AllureResults.writeEachAlone(verdict, history, work.resolve("results"));
        new ReportGenerator(new Offline(verdict.run())).generateSingleFile(work, launches);
        String page = Files.readString(work.resolve("index.html"));
        AllureHistory.keep(page, folder.resolve(FOLDER));
        AtomicFile.write(folder.resolve(output()), inOrder(withoutTagManager(page)));
      } finally {
        Folders.delete(work);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": cannot write the Allure report", e);
    } catch (ReportGenerationException e) {
      IOException cause = e.getCause() instanceof IOException io ? io : new IOException(e);
      throw new UncheckedIOException(folder + ": cannot write the Allure report", cause);
    }
  }

  /** Sorts the embedded files, which come out of a hash table whose keys hold a folder's name. */
  private static String inOrder(String page) {
    Matcher files = EMBEDDED.matcher(page);
    List<String> sorted = files.results().map(MatchResult::group).sorted().toList();
    Iterator<String> next = sorted.iterator();
    return EMBEDDED.matcher(page).replaceAll(m -> Matcher.quoteReplacement(next.next()));
  }

  private static String withoutTagManager(String page) {
    String stripped = TAG_MANAGER.matcher(page).replaceAll("");
    stripped = TAG_SETTINGS.matcher(stripped).replaceAll("");
    if (stripped.contains("googletagmanager") || stripped.contains("gtag(")) {
      throw new IllegalStateException(
          "the Allure page still refers to a tag manager; its template must have changed");
    }
    return stripped;
  }

  /**
   * The generator's extensions that read, aggregate and show; none that exports or reports usage.
   */
  private static final class Offline implements Configuration {

    private final String name;
    private final List<Extension> extensions;

    private Offline(RunResult run) {
      this.name = Plain.line(run.scenarioName());
      this.extensions =
          List.of(
              new JacksonContext(),
              new FreemarkerContext(),
              new CountedUidContext(),
              new TagsPlugin(),
              new RetryPlugin(),
              new RetryTrendPlugin(),
              new SeverityPlugin(),
              new HistoryPlugin(),
              new HistoryTrendPlugin(),
              new CategoriesPlugin(),
              new CategoriesTrendPlugin(),
              new DurationPlugin(),
              new DurationTrendPlugin(),
              new StatusChartPlugin(),
              new TimelinePlugin(),
              new SuitesPlugin(),
              new TestsResultsPlugin(),
              new AttachmentsPlugin(),
              new SummaryPlugin(),
              new ExecutorPlugin(),
              new LaunchPlugin(),
              new Allure1EnvironmentPlugin(),
              new EnvironmentReader(AllureResults.facts(run)),
              new Allure2Plugin());
    }

    @Override
    public String getUuid() {
      return "touchstone";
    }

    @Override
    public String getVersion() {
      return "2.34.0"; // shown nowhere, but the template asks for it
    }

    @Override
    public String getReportLanguage() {
      return "en";
    }

    @Override
    public String getReportName() {
      return name.replaceAll("[<>&\"'$]", "_"); // the page's title is not escaped by its template
    }

    @Override
    public List<Plugin> getPlugins() {
      return List.of();
    }

    @Override
    public List<Extension> getExtensions() {
      return extensions;
    }
  }

  /** Gives the facts of the run to the first launch; the generator's own reader needs JAXB. */
  private record EnvironmentReader(Map<String, String> facts) implements Reader {

    @Override
    public void readResults(Configuration configuration, ResultsVisitor visitor, Path folder) {
      if (Files.exists(folder.resolve(AllureResults.ENVIRONMENT))) {
        visitor.visitExtra("environment", facts);
      }
    }
  }

  /** Identifiers by count instead of by chance, so that the same verdict gives the same page. */
  private static final class CountedUidContext extends RandomUidContext {

    private int count;

    @Override
    public Supplier<String> getValue() {
      return () -> String.format(Locale.ROOT, "%016x", ++count);
    }
  }
}
