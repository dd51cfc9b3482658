package dev.touchstone.scenarios;

import dev.touchstone.scenarios.problem.Problems;
import dev.touchstone.scenarios.problem.Words;
import dev.touchstone.scenarios.yaml.Fields;
import dev.touchstone.scenarios.yaml.YamlScalar;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the conditions that a profile requires. */
final class ConditionsReader {

  private static final String GOVERNOR = "governor";
  private static final String TEMPERATURE = "max-temperature";
  private static final String LOAD = "max-load";

  /** The governors of the Linux kernel, documentation {@code admin-guide/pm/cpufreq.rst}. */
  private static final List<String> GOVERNORS =
      List.of("performance", "powersave", "userspace", "ondemand", "conservative", "schedutil");

  private static final Pattern AMOUNT = Pattern.compile("([+-]?[0-9]+(?:\\.[0-9]+)?)\\s*(.*)");

  private static final double HOTTEST = 150;
  private static final double BUSIEST = 1000;

  private final Problems problems;

  ConditionsReader(Problems problems) {
    this.problems = problems;
  }

  /** Reads the mapping under {@code conditions}; nothing is required if there is none. */
  RequiredConditions conditions(Fields profile) {
    Optional<Fields> fields =
        profile.fields("conditions", "conditions", GOVERNOR, TEMPERATURE, LOAD);
    return fields
        .map(
            f ->
                new RequiredConditions(
                    f.word(GOVERNOR, GOVERNORS),
                    bound(f, TEMPERATURE, "°C", HOTTEST),
                    bound(f, LOAD, "per core", BUSIEST)))
        .orElse(RequiredConditions.NONE);
  }

  private OptionalDouble bound(Fields fields, String key, String unit, double most) {
    Optional<YamlScalar> value = fields.scalar(key);
    if (value.isEmpty()) {
      return OptionalDouble.empty();
    }
    YamlScalar found = value.get();
    Matcher matcher = AMOUNT.matcher(found.text().strip());
    if (!matcher.matches()) {
      problems.add(
          found.problem(
              found.found() + " does not begin with a number",
              "write " + key + " as a number and its unit, " + unit));
      return OptionalDouble.empty();
    }
    if (!matcher.group(2).equals(unit)) {
      String right = "write " + Words.quoted(matcher.group(1) + " " + unit);
      problems.add(
          found.problem(
              found.found()
                  + (matcher.group(2).isEmpty()
                      ? " has no unit"
                      : " has the unknown unit " + Words.quoted(matcher.group(2))),
              right));
      return OptionalDouble.empty();
    }
    double number = Double.parseDouble(matcher.group(1));
    if (!(number > 0 && number <= most)) {
      problems.add(
          found.problem(
              found.found() + " cannot be; allowed: above 0, up to " + (int) most + " " + unit));
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(number);
  }
}
