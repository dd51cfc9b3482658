package dev.touchstone.scenarios;

import dev.touchstone.scenarios.problem.Problems;
import dev.touchstone.scenarios.yaml.Fields;
import dev.touchstone.scenarios.yaml.YamlMapping;
import dev.touchstone.scenarios.yaml.YamlNode;
import dev.touchstone.scenarios.yaml.YamlScalar;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Reads one hardware profile. */
final class ProfileReader {

  private static final List<String> KEYS =
      List.of(
          "name",
          "description",
          "board",
          "architecture",
          "cpu-features",
          "cores",
          "memory",
          "threads",
          "nice",
          "execution-provider",
          "conditions",
          "budgets",
          "recommended-recipe");

  private static final int MOST_CORES = 4096;

  private final Fields fields;
  private final Problems problems;

  private ProfileReader(Fields fields, Problems problems) {
    this.fields = fields;
    this.problems = problems;
  }

  static Optional<HardwareProfile> profile(YamlNode node, Problems problems) {
    return new ProfileReader(Fields.of(node, "a profile", KEYS, problems), problems).profile();
  }

  private Optional<HardwareProfile> profile() {
    fields.require("name");
    Optional<String> name = fields.scalar("name").flatMap(n -> Names.checked(n, problems));
    Optional<Integer> cores = fields.integer("cores", 1, MOST_CORES);
    Optional<Integer> threads = threads(cores);
    Optional<Integer> nice = fields.integer("nice", -20, 19);
    Optional<Quantity> memory =
        fields
            .scalar("memory")
            .flatMap(m -> new QuantityReader(problems).quantity(m, Unit.BYTE, "memory"));
    Optional<String> architecture = fields.word("architecture", List.of("amd64", "aarch64"));
    Optional<String> description =
        fields.has("description") ? fields.text("description") : Optional.of("");
    Optional<String> provider =
        fields.has("execution-provider")
            ? fields.word("execution-provider", List.of("cpu"))
            : Optional.of("cpu");
    List<String> boards = boards();
    Set<String> features = features();
    RequiredConditions conditions = new ConditionsReader(problems).conditions(fields);
    List<Requirement> budgets = new BudgetReader(problems).budgets(fields);
    Optional<RecommendedRecipe> recommended = recommended();
    if (name.isEmpty() || threads.isEmpty() || description.isEmpty() || provider.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new HardwareProfile(
            name.get(),
            description.get(),
            boards,
            architecture,
            features,
            optional(cores),
            memory.map(m -> OptionalLong.of((long) m.value())).orElse(OptionalLong.empty()),
            threads.get(),
            optional(nice),
            provider.get(),
            conditions,
            budgets,
            recommended));
  }

  /** Either the name alone, or {@code {name: ..., because: ...}}. */
  private Optional<RecommendedRecipe> recommended() {
    Optional<YamlNode> node = fields.node("recommended-recipe");
    if (node.isEmpty()) {
      return Optional.empty();
    }
    if (!(node.get() instanceof YamlMapping)) {
      return fields
          .word("recommended-recipe", Bundled.recipes())
          .map(name -> new RecommendedRecipe(name, ""));
    }
    Fields recipe =
        Fields.of(node.get(), "a recommended recipe", List.of("name", "because"), problems);
    recipe.require("name");
    Optional<String> because = recipe.has("because") ? recipe.text("because") : Optional.of("");
    return recipe
        .word("name", Bundled.recipes())
        .flatMap(name -> because.map(why -> new RecommendedRecipe(name, why)));
  }

  private static OptionalInt optional(Optional<Integer> number) {
    return number.map(OptionalInt::of).orElse(OptionalInt.empty());
  }

  private Optional<Integer> threads(Optional<Integer> cores) {
    Optional<Integer> threads =
        fields.has("threads") ? fields.integer("threads", 1, MOST_CORES) : Optional.of(1);
    if (cores.isPresent() && threads.filter(t -> t > cores.get()).isPresent()) {
      fields
          .node("threads")
          .ifPresent(
              t ->
                  problems.add(
                      t.problem(
                          t.found() + " threads are more than the " + cores.get() + " cores",
                          "write at most " + cores.get())));
    }
    return threads;
  }

  private List<String> boards() {
    List<String> boards = new ArrayList<>();
    for (YamlNode item : fields.list("board").orElse(List.of())) {
      Optional<YamlScalar> board = Fields.scalar(item, "a board's model", problems);
      if (board.filter(b -> boards.contains(b.text())).isPresent()) {
        problems.add(item.problem(item.found() + " stands in the list twice"));
      } else {
        board.map(YamlScalar::text).ifPresent(boards::add);
      }
    }
    return boards;
  }

  private Set<String> features() {
    Set<String> features = new LinkedHashSet<>();
    for (YamlNode item : fields.list("cpu-features").orElse(List.of())) {
      Optional<YamlScalar> feature = Fields.scalar(item, "a CPU feature", problems);
      if (feature.isEmpty()) {
        continue;
      }
      String text = feature.get().text();
      if (!text.matches("[a-z0-9_]+")) {
        problems.add(
            item.problem(
                item.found() + " is no CPU feature",
                "spell it as in /proc/cpuinfo, such as avx512_vnni or asimddp"));
      } else if (!features.add(text)) {
        problems.add(item.problem(item.found() + " stands in the list twice"));
      }
    }
    return features;
  }
}
