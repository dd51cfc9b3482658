package dev.touchstone.scenarios;

import dev.touchstone.scenarios.problem.Location;
import dev.touchstone.scenarios.problem.Problems;
import dev.touchstone.scenarios.problem.Words;
import dev.touchstone.scenarios.yaml.Fields;
import dev.touchstone.scenarios.yaml.YamlNode;
import dev.touchstone.scenarios.yaml.YamlReader;
import dev.touchstone.scenarios.yaml.YamlScalar;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Reads hardware profiles: the bundled ones by name, others from a YAML file. */
public final class Profiles {

  /** The profile of a scenario that names none: one thread, and nothing stated. */
  public static final String DEFAULT = "this-machine";

  private static final List<String> KEYS =
      List.of(
          "name",
          "description",
          "architecture",
          "cpu-features",
          "cores",
          "memory",
          "threads",
          "execution-provider");

  private Profiles() {}

  /**
   * Reads one profile.
   *
   * @param nameOrFile the name of a bundled profile, such as {@code raspberry-pi-4}, or a YAML file
   * @throws dev.touchstone.scenarios.problem.ScenarioException with every mistake in the file, or
   *     if there is no such profile
   */
  public static HardwareProfile read(String nameOrFile) {
    Problems problems = new Problems();
    Optional<HardwareProfile> profile;
    if (Bundled.profiles().contains(nameOrFile)) {
      profile = bundled(nameOrFile, problems);
    } else if (Bundled.isFileName(nameOrFile)) {
      profile = file(Path.of(nameOrFile), problems);
    } else {
      profile = Optional.empty();
      problems.add(
          new Location("profile", 1, 1),
          Bundled.unknown(nameOrFile, "profile", Bundled.profiles()),
          Words.didYouMean(nameOrFile, Bundled.profiles()));
    }
    problems.throwIfAny();
    return profile.orElseThrow();
  }

  /** The names of the bundled profiles. */
  public static List<String> names() {
    return Bundled.profiles();
  }

  static Optional<HardwareProfile> bundled(String name, Problems problems) {
    String resource = "profiles/" + name + ".yaml";
    return YamlReader.read(Bundled.text(resource), resource, problems)
        .flatMap(node -> profile(node, problems));
  }

  static Optional<HardwareProfile> file(Path file, Problems problems) {
    return YamlReader.read(file, problems).flatMap(node -> profile(node, problems));
  }

  private static Optional<HardwareProfile> profile(YamlNode node, Problems problems) {
    Fields fields = Fields.of(node, "a profile", KEYS, problems);
    fields.require("name");
    Optional<String> name = fields.scalar("name").flatMap(n -> Names.checked(n, problems));
    Optional<Integer> cores = fields.integer("cores", 1, 4096);
    Optional<Integer> threads =
        fields.has("threads") ? fields.integer("threads", 1, 4096) : Optional.of(1);
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
    Optional<Quantity> memory =
        fields
            .scalar("memory")
            .flatMap(m -> new QuantityReader(problems).quantity(m, Unit.BYTE, "memory"));
    Optional<String> architecture = fields.word("architecture", List.of("amd64", "aarch64"));
    Optional<String> description = fields.has("description") ? fields.text("description") : none();
    Optional<String> provider =
        fields.has("execution-provider")
            ? fields.word("execution-provider", List.of("cpu"))
            : Optional.of("cpu");
    Set<String> features = features(fields, problems);
    if (name.isEmpty() || threads.isEmpty() || description.isEmpty() || provider.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new HardwareProfile(
            name.get(),
            description.get(),
            architecture,
            features,
            cores.map(OptionalInt::of).orElse(OptionalInt.empty()),
            memory.map(m -> OptionalLong.of((long) m.value())).orElse(OptionalLong.empty()),
            threads.get(),
            provider.get()));
  }

  private static Optional<String> none() {
    return Optional.of("");
  }

  private static Set<String> features(Fields fields, Problems problems) {
    Set<String> features = new HashSet<>();
    for (YamlNode item :
        fields.has("cpu-features")
            ? fields.list("cpu-features").orElse(List.of())
            : List.<YamlNode>of()) {
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
