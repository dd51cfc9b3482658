package dev.touchstone.reports;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.touchstone.baselines.Outcome;
import dev.touchstone.baselines.Verdict;
import java.nio.file.Path;

/**
 * {@code code-quality.json}: what does not hold, at its line of the scenario file, in the form of
 * GitLab's code quality reports, of which a merge request shows what came and what went.
 *
 * <p>A FAIL is {@code critical}, an INVALID {@code major} and an INCONCLUSIVE {@code info}. GitLab
 * blocks nothing by itself because of them.
 */
public final class CodeQualityReport implements ReportFormat {

  @Override
  public String name() {
    return "code-quality";
  }

  @Override
  public String output() {
    return "code-quality.json";
  }

  @Override
  public void render(Verdict verdict, Path folder) {
    ArrayNode issues = JsonNodeFactory.instance.arrayNode();
    Annotation.of(verdict).forEach(annotation -> issues.add(issue(annotation)));
    AtomicFile.write(folder.resolve(output()), JsonText.of(issues));
  }

  private static ObjectNode issue(Annotation annotation) {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("description", annotation.message())
            .put("check_name", annotation.rule())
            .put("fingerprint", annotation.fingerprint())
            .put("severity", severity(annotation.outcome()));
    ObjectNode location = node.putObject("location").put("path", annotation.place().path());
    location.putObject("lines").put("begin", annotation.place().line());
    return node;
  }

  private static String severity(Outcome outcome) {
    return switch (outcome) {
      case FAIL -> "critical";
      case INVALID -> "major";
      case INCONCLUSIVE, PASS -> "info";
    };
  }
}
