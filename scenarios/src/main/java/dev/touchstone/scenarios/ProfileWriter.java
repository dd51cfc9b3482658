package dev.touchstone.scenarios;

import dev.touchstone.scenarios.problem.Words;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Writes a hardware profile as the YAML that {@link Profiles#read} reads back as the same. */
public final class ProfileWriter {

  private static final int WIDTH = 98;

  private ProfileWriter() {}

  /**
   * The text of a profile; keys that state nothing are left out.
   *
   * @param remarks lines that stand in front as comments
   */
  public static String yaml(HardwareProfile profile, List<String> remarks) {
    StringBuilder out = new StringBuilder();
    remarks.forEach(remark -> out.append("# ").append(Words.visible(remark)).append('\n'));
    out.append("name: ").append(profile.name()).append('\n');
    if (!profile.description().isEmpty()) {
      out.append("description: ").append(quoted(profile.description())).append('\n');
    }
    if (!profile.boards().isEmpty()) {
      list(out, "board", profile.boards().stream().map(ProfileWriter::quoted).toList());
    }
    profile.architecture().ifPresent(a -> out.append("architecture: ").append(a).append('\n'));
    if (!profile.cpuFeatures().isEmpty()) {
      list(out, "cpu-features", profile.cpuFeatures().stream().sorted().toList());
    }
    profile.cores().ifPresent(n -> out.append("cores: ").append(n).append('\n'));
    profile.memoryBytes().ifPresent(n -> out.append("memory: ").append(bytes(n)).append('\n'));
    out.append("threads: ").append(profile.threads()).append('\n');
    profile.nice().ifPresent(n -> out.append("nice: ").append(n).append('\n'));
    out.append("execution-provider: ").append(profile.executionProvider()).append('\n');
    conditions(out, profile.conditions());
    if (!profile.budgets().isEmpty()) {
      out.append("budgets:\n");
      profile.budgets().forEach(b -> out.append("  - ").append(budget(b)).append('\n'));
    }
    profile.recommended().ifPresent(r -> recommended(out, r));
    return out.toString();
  }

  private static void conditions(StringBuilder out, RequiredConditions required) {
    List<String> stated = new ArrayList<>();
    required.governor().ifPresent(g -> stated.add("governor: " + g));
    stated.addAll(bound("max-temperature", required.maxCelsius(), "°C"));
    stated.addAll(bound("max-load", required.maxLoadPerCore(), "per core"));
    if (!stated.isEmpty()) {
      out.append("conditions: {").append(String.join(", ", stated)).append("}\n");
    }
  }

  private static void recommended(StringBuilder out, RecommendedRecipe recipe) {
    out.append("recommended-recipe:");
    if (recipe.because().isEmpty()) {
      out.append(' ').append(recipe.name()).append('\n');
      return;
    }
    out.append("\n  name: ").append(recipe.name());
    out.append("\n  because: ").append(quoted(recipe.because())).append('\n');
  }

  private static List<String> bound(String key, OptionalDouble bound, String unit) {
    return bound.isPresent()
        ? List.of(key + ": " + plain(bound.getAsDouble()) + " " + unit)
        : List.of();
  }

  private static String budget(Requirement budget) {
    boolean most = budget.rule() instanceof Rule.AtMost;
    Quantity limit =
        most ? ((Rule.AtMost) budget.rule()).limit() : ((Rule.AtLeast) budget.rule()).limit();
    String amount =
        limit.unit() == Unit.BYTE
            ? bytes((long) limit.value())
            : plain(limit.value())
                + (limit.unit() == Unit.COUNT || limit.unit() == Unit.NUMBER
                    ? ""
                    : " " + limit.unit().symbol());
    return String.format(
        Locale.ROOT,
        "{metric: %s, %s: %s}",
        budget.metric().key(),
        most ? "at-most" : "at-least",
        amount);
  }

  private static String plain(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }

  /** Exactly, in the largest unit that divides it. */
  private static String bytes(long number) {
    String[] units = {"B", "KiB", "MiB", "GiB"};
    long amount = number;
    int unit = 0;
    while (amount % 1024 == 0 && amount > 0 && unit < units.length - 1) {
      amount /= 1024;
      unit++;
    }
    return amount + " " + units[unit];
  }

  private static void list(StringBuilder out, String key, List<String> items) {
    String line = key + ": [";
    StringBuilder indent = new StringBuilder();
    for (int i = 0; i < items.size(); i++) {
      String item = items.get(i) + (i + 1 < items.size() ? ", " : "]");
      if (line.length() + item.length() > WIDTH) {
        out.append(line.stripTrailing()).append('\n');
        line = indent.append("  ").toString();
        indent.setLength(0);
      }
      line += item;
    }
    out.append(line).append('\n');
  }

  private static String quoted(String text) {
    return '"' + Words.visible(text).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
