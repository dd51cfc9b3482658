package dev.touchstone.cli;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.Measurement;
import dev.touchstone.baselines.store.RunContext;
import dev.touchstone.baselines.store.RunRecord;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What differs between two stored models and the runs that measured them, as text. */
final class BaselineDifference {

  private static final String RECIPE = "recipe";

  private final Side before;
  private final Side after;

  BaselineDifference(Side before, Side after) {
    this.before = before;
    this.after = after;
  }

  /**
   * One of the two.
   *
   * @param name how it was called
   * @param arm the model
   * @param run that measured it; empty if the store has no record of it
   */
  record Side(String name, Arm arm, Optional<RunRecord> run) {

    List<Measurement> measurements() {
      return run.map(RunRecord::measurements).orElse(List.of()).stream()
          .filter(m -> m.arm().equals(arm.name()))
          .toList();
    }

    Optional<Measurement> like(Measurement other) {
      return measurements().stream()
          .filter(m -> m.metric() == other.metric())
          .filter(m -> m.slice().equals(other.slice()) && m.load().equals(other.load()))
          .findFirst();
    }
  }

  String render() {
    StringBuilder out = new StringBuilder();
    head(out, "A", before);
    head(out, "B", after);
    if (before.arm().sha256().equals(after.arm().sha256())) {
      out.append("the models are the same\n");
    }
    metrics(out);
    recipes(out);
    conditions(out);
    return out.toString();
  }

  private static void head(StringBuilder out, String letter, Side side) {
    out.append(
        String.format(
            Locale.ROOT,
            "%s  %s: %s, %,d bytes, sha256 %s%n",
            letter,
            side.name(),
            side.arm().name(),
            side.arm().bytes(),
            side.arm().sha256().substring(0, Math.min(12, side.arm().sha256().length()))));
    out.append(
        side.run()
            .map(
                run ->
                    "   measured "
                        + run.started()
                        + " in run "
                        + run.id()
                        + ", "
                        + run.outcome()
                        + run.emulation().map(e -> ", emulated").orElse("")
                        + (run.injected().isEmpty() ? "" : ", with work put in on purpose"))
            .orElse("   the store has no record of its run, so its numbers are not known"));
    out.append('\n');
  }

  private void metrics(StringBuilder out) {
    TextTable table = new TextTable("metric", "slice", "load", ">A", ">B", ">change");
    for (Measurement a : before.measurements()) {
      after
          .like(a)
          .ifPresent(
              b ->
                  table.row(
                      a.metric().key(), a.slice(), a.load(), a.value(), b.value(), change(a, b)));
    }
    String text = table.render();
    out.append(text.isEmpty() ? "" : "\n" + text);
  }

  private static String change(Measurement a, Measurement b) {
    double old = a.value().value();
    double now = b.value().value();
    return switch (a.value().unit()) {
      case FRACTION -> String.format(Locale.ROOT, "%+.2f pp", (now - old) * 100);
      case COUNT -> String.format(Locale.ROOT, "%+.0f", now - old);
      default -> old == 0 ? "" : String.format(Locale.ROOT, "%+.1f %%", (now / old - 1) * 100);
    };
  }

  private void recipes(StringBuilder out) {
    Set<String> keys = new LinkedHashSet<>(before.arm().lineage().keySet());
    keys.addAll(after.arm().lineage().keySet());
    List<String> lines = new ArrayList<>();
    for (String key : keys) {
      String old = before.arm().lineage().getOrDefault(key, "");
      String now = after.arm().lineage().getOrDefault(key, "");
      if (!old.equals(now)) {
        lines.add("  " + key + (key.equals(RECIPE) ? ":" : ""));
        LineDifference.of(old.lines().toList(), now.lines().toList())
            .forEach(line -> lines.add("    " + line));
      }
    }
    section(out, "how they were made", lines);
  }

  private void conditions(StringBuilder out) {
    if (before.run().isEmpty() || after.run().isEmpty()) {
      return;
    }
    List<String> unlike =
        RunContext.differences(before.run().get().context(), after.run().get().context());
    boolean sameRun = before.run().get().id().equals(after.run().get().id());
    section(
        out,
        "NOTE: measured under unlike conditions, so the numbers above do not compare",
        unlike.stream().map(line -> "  " + line).toList());
    if (!sameRun && unlike.isEmpty()) {
      out.append("\nthe numbers come from different runs under like conditions: differences of a")
          .append(" few percent may be the machine's\n");
    }
  }

  private static void section(StringBuilder out, String title, List<String> lines) {
    if (!lines.isEmpty()) {
      out.append('\n').append(title).append('\n');
      lines.forEach(line -> out.append(Printable.of(line)).append('\n'));
    }
  }
}
