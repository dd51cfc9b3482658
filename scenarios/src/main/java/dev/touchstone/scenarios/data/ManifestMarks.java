package dev.touchstone.scenarios.data;

import dev.touchstone.scenarios.problem.Problems;
import dev.touchstone.scenarios.problem.Words;
import dev.touchstone.scenarios.quality.SliceParents;
import dev.touchstone.scenarios.yaml.Fields;
import dev.touchstone.scenarios.yaml.YamlMapping;
import dev.touchstone.scenarios.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code golden}, {@code cluster} and the {@code parents} of slices of a manifest. */
final class ManifestMarks {

  private final Problems problems;

  ManifestMarks(Problems problems) {
    this.problems = problems;
  }

  DeclaredMarks read(Fields manifest, Optional<SliceColumns> slices) {
    Optional<DeclaredMarks.Cluster> cluster =
        manifest
            .scalar("cluster")
            .map(column -> new DeclaredMarks.Cluster(column.text(), column.location()));
    List<Selection> golden = conditions(manifest, "golden", "a golden condition");
    manifest
        .node("golden")
        .filter(node -> manifest.list("golden").filter(List::isEmpty).isPresent())
        .ifPresent(
            node ->
                problems.add(
                    node.problem("\"golden\" names no sample", "write [{column: C, equals: V}]")));
    return new DeclaredMarks(parents(manifest, slices), golden, cluster);
  }

  /** Conditions of which all must hold, as {@code select} and {@code golden} state them. */
  List<Selection> conditions(Fields manifest, String key, String noun) {
    List<Selection> conditions = new ArrayList<>();
    for (YamlNode node : manifest.list(key).orElse(List.of())) {
      condition(node, noun).ifPresent(conditions::add);
    }
    return conditions;
  }

  private Optional<Selection> condition(YamlNode node, String noun) {
    Fields fields = Fields.of(node, noun, List.of("column", "equals", "one-of"), problems);
    fields.require("column");
    if (fields.has("equals") == fields.has("one-of")) {
      problems.add(node.problem(noun + " needs either \"equals\" or \"one-of\"", ""));
      return Optional.empty();
    }
    Set<String> values = new LinkedHashSet<>(fields.texts("one-of").orElse(List.of()));
    fields.scalar("equals").ifPresent(value -> values.add(value.text()));
    Optional<String> column = fields.text("column");
    if (fields.has("one-of") && values.isEmpty()) {
      problems.add(node.problem("\"one-of\" needs a value", ""));
    }
    return column
        .filter(c -> !values.isEmpty())
        .map(c -> new Selection(c, values, node.location()));
  }

  private List<DeclaredMarks.Parent> parents(Fields manifest, Optional<SliceColumns> slices) {
    Optional<YamlNode> node =
        manifest
            .node("slices")
            .flatMap(s -> s instanceof YamlMapping m ? m.get("parents") : Optional.empty());
    List<String> columns = new ArrayList<>(slices.map(SliceColumns::columns).orElse(List.of()));
    columns.add(SliceParents.OF_CLASSES);
    List<DeclaredMarks.Parent> parents = new ArrayList<>();
    node.flatMap(n -> mapping(n, "{COLUMN: {VALUE: PARENT}}"))
        .ifPresent(m -> m.entries().forEach(entry -> parents.addAll(ofColumn(entry, columns))));
    return parents;
  }

  private List<DeclaredMarks.Parent> ofColumn(YamlMapping.Entry entry, List<String> columns) {
    String column = entry.key().text();
    if (!columns.contains(column)) {
      problems.add(
          entry
              .key()
              .problem(
                  Words.quoted(column) + " is no slice column; " + Words.allowed(columns),
                  Words.didYouMean(column, columns)));
      return List.of();
    }
    List<DeclaredMarks.Parent> parents = new ArrayList<>();
    Map<String, String> above = new LinkedHashMap<>();
    for (YamlMapping.Entry pair :
        mapping(entry.value(), "{VALUE: PARENT}").map(YamlMapping::entries).orElse(List.of())) {
      Fields.scalar(pair.value(), "the name of a parent", problems)
          .ifPresent(
              parent -> {
                String value = pair.key().text();
                above.put(value, parent.text());
                parents.add(
                    new DeclaredMarks.Parent(column, value, parent.text(), pair.key().location()));
              });
    }
    Optional<List<String>> cycle = SliceParents.cycle(above);
    cycle.ifPresent(
        values ->
            problems.add(
                entry
                    .value()
                    .problem(
                        "the parents run in a circle: " + String.join(" → ", values),
                        "take one of them out")));
    return cycle.isPresent() ? List.of() : parents;
  }

  private Optional<YamlMapping> mapping(YamlNode node, String form) {
    if (node instanceof YamlMapping mapping) {
      return Optional.of(mapping);
    }
    problems.add(node.problem("found " + node.found() + " where parents belong", "write " + form));
    return Optional.empty();
  }
}
