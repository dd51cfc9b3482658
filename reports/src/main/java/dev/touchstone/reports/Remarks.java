package dev.touchstone.reports;

import dev.touchstone.baselines.Fault;
import dev.touchstone.baselines.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What went wrong in a run, and what a reader must know beside its findings. */
final class Remarks {

  private static final String GAP = "  ";

  private final Verdict verdict;
  private final Paint paint;
  private final int width;
  private final List<String> lines = new ArrayList<>();

  private Remarks(Verdict verdict, Paint paint, int width) {
    this.verdict = verdict;
    this.paint = paint;
    this.width = width;
  }

  /** Faults, conditions and notes, each part after an empty line. */
  static List<String> lines(Verdict verdict, Paint paint, int width) {
    Remarks remarks = new Remarks(verdict, paint, width);
    remarks.faults();
    remarks.notes();
    return List.copyOf(remarks.lines);
  }

  private void faults() {
    for (Fault fault : verdict.run().faults()) {
      lines.add("");
      String exit =
          fault.exitCode().isPresent() ? " with exit code " + fault.exitCode().getAsInt() : "";
      String kind = fault.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
      remark(
          "! " + Plain.line(fault.arm()) + ", " + Plain.line(fault.trial()) + ": " + kind + exit,
          Plain.line(fault.reason()));
      fault.lastLines().forEach(l -> lines.add(paint.faint("    | " + Plain.line(l))));
    }
  }

  private void notes() {
    List<String> violations = verdict.run().environment().violations();
    List<String> warnings = verdict.run().environment().warnings();
    if (!(violations.isEmpty() && warnings.isEmpty() && verdict.notes().isEmpty())) {
      lines.add("");
    }
    violations.forEach(v -> remark("! condition not met", Plain.line(v)));
    warnings.forEach(w -> remark("~ warning", Plain.line(w)));
    verdict.notes().forEach(n -> remark("· note", Plain.line(n)));
  }

  private void remark(String label, String text) {
    List<String> wrapped = Wrap.lines(label + ": " + text, width - 4);
    lines.add(GAP + wrapped.get(0));
    wrapped.stream().skip(1).forEach(l -> lines.add(GAP + GAP + l));
  }
}
