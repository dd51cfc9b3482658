package dev.touchstone.scenarios;

import dev.touchstone.scenarios.LowRank.Limit;
import dev.touchstone.scenarios.problem.Problems;
import dev.touchstone.scenarios.yaml.Fields;
import dev.touchstone.scenarios.yaml.Variant;
import java.util.List;
import java.util.Optional;

/** Reads {@code low-rank} steps. */
final class LowRankReader {

  private static final List<String> KEYS =
      List.of("energy", "rank", "least-elements", "include", "exclude");
  private static final int DEFAULT_LEAST_ELEMENTS = 4096;
  private static final int MOST_RANK = 1 << 20;

  private final Problems problems;

  LowRankReader(Problems problems) {
    this.problems = problems;
  }

  /** Reads {@code {low-rank: {energy: ...}}} or {@code {low-rank: {rank: ...}}}. */
  Optional<Step> step(Variant variant) {
    Fields fields = variant.fields("a low-rank step", KEYS);
    Optional<Limit> limit = limit(variant, fields);
    Optional<Integer> least =
        fields.has("least-elements")
            ? fields.integer("least-elements", 1, Integer.MAX_VALUE)
            : Optional.of(DEFAULT_LEAST_ELEMENTS);
    Optional<NodeFilter> nodes = NodeFilterReader.read(fields, problems);
    return limit.flatMap(l -> least.flatMap(e -> nodes.map(n -> new LowRank(l, e, n))));
  }

  private Optional<Limit> limit(Variant variant, Fields fields) {
    if (fields.has("energy") == fields.has("rank")) {
      String found = fields.has("energy") ? "both" : "neither";
      problems.add(
          variant
              .node()
              .problem(
                  "a low-rank step has exactly one of energy and rank, found " + found,
                  "write {energy: 95 %} or {rank: 16}"));
      return Optional.empty();
    }
    if (fields.has("rank")) {
      return fields.integer("rank", 1, MOST_RANK).map(Limit.Rank::new);
    }
    return ShareReader.read(fields, "energy", problems).map(Limit.Energy::new);
  }
}
