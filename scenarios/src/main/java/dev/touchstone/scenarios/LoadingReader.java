package dev.touchstone.scenarios;

import dev.touchstone.scenarios.problem.Problems;
import dev.touchstone.scenarios.yaml.Fields;
import dev.touchstone.scenarios.yaml.YamlMapping;
import dev.touchstone.scenarios.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads what a scenario says under {@code loading}. */
final class LoadingReader {

  private final Problems problems;

  LoadingReader(Problems problems) {
    this.problems = problems;
  }

  /** The loading that is stated; the standard one if there is none. */
  Loading loading(Fields scenario) {
    Optional<Fields> stated =
        scenario.fields("loading", "loading", "from", "page-cache", "options");
    if (stated.isEmpty()) {
      return Loading.STANDARD;
    }
    Fields fields = stated.get();
    return new Loading(
        fields
            .word("from", List.of("file", "bytes"))
            .map(word -> Loading.Source.valueOf(word.toUpperCase(Locale.ROOT)))
            .orElse(Loading.STANDARD.source()),
        fields
            .word("page-cache", List.of("warm", "dropped"))
            .map(word -> PageCache.valueOf(word.toUpperCase(Locale.ROOT)))
            .orElse(Loading.STANDARD.pageCache()),
        fields.node("options").map(this::options).orElse(Map.of()));
  }

  private Map<String, String> options(YamlNode node) {
    Map<String, String> options = new LinkedHashMap<>();
    if (!(node instanceof YamlMapping mapping)) {
      problems.add(
          node.problem(
              "the options are no mapping",
              "write ONNX Runtime's own keys, such as {session.disable_prepacking: 1}"));
      return options;
    }
    for (YamlMapping.Entry entry : mapping.entries()) {
      Fields.scalar(entry.value(), "the value of an option", problems)
          .ifPresent(value -> options.put(entry.key().text(), value.text()));
    }
    return options;
  }
}
