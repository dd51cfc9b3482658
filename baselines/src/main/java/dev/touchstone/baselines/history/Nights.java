package dev.touchstone.baselines.history;

import dev.touchstone.baselines.Arm;
import dev.touchstone.baselines.Interval;
import dev.touchstone.baselines.Outcome;
import dev.touchstone.baselines.store.Repin;
import dev.touchstone.baselines.store.RunRecord;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;

/** Reads one candidate's series of a metric from what a store remembers of its runs. */
public final class Nights {

  private static final int SHOWN = 12;

  private final NightlyMetric metric;
  private final String arm;
  private final List<Repin> repins;

  private final List<Night> nights = new ArrayList<>();
  private final List<Series.LeftOut> leftOut = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private Optional<RunRecord> last = Optional.empty();
  private double offset;

  private Nights(NightlyMetric metric, String arm, List<Repin> repins) {
    this.metric = metric;
    this.arm = arm;
    this.repins = repins;
  }

  /**
   * Reads a series. Where the reference was changed and nobody measured the new one against the old
   * one, the series begins anew and says so.
   *
   * @param runs of one scenario and profile, oldest first; at least one
   * @param arm the candidate's name
   * @param repins ratios of references
   */
  public static Series of(
      List<RunRecord> runs, NightlyMetric metric, String arm, List<Repin> repins) {
    Nights reading = new Nights(metric, arm, repins);
    runs.forEach(reading::add);
    reading.tellMissing();
    RunRecord any = runs.get(0);
    return new Series(
        any.scenario() + " on " + any.profile() + ", " + arm,
        metric.key(),
        arm,
        metric.scale(),
        metric.kind(),
        reading.nights,
        reading.leftOut,
        reading.notes);
  }

  private void add(RunRecord run) {
    OptionalDouble value = metric.value(run, arm);
    Optional<String> reason = reason(run, value);
    if (reason.isPresent()) {
      leftOut.add(new Series.LeftOut(run.id(), run.started(), reason.get()));
      return;
    }
    last.ifPresent(before -> follow(before, run));
    Optional<Interval> interval = metric.interval(run, arm).map(this::shifted);
    nights.add(
        new Night(
            run.id(), run.started(), value.getAsDouble() + offset, interval, circumstances(run)));
    last = Optional.of(run);
  }

  private Interval shifted(Interval interval) {
    return new Interval(
        interval.lower() + offset, interval.upper() + offset, interval.confidence());
  }

  private Optional<String> reason(RunRecord run, OptionalDouble value) {
    if (run.outcome() == Outcome.INVALID) {
      return Optional.of("it was INVALID");
    }
    if (run.emulation().isPresent()) {
      return Optional.of("it was emulated: " + run.emulation().get());
    }
    if (!run.injected().isEmpty()) {
      return Optional.of(
          "it was made worse on purpose: " + String.join(", ", run.injected().keySet()));
    }
    if (run.arm(arm).isEmpty()) {
      return Optional.of("it has no candidate \"" + arm + "\"");
    }
    return value.isEmpty() ? Optional.of("it has no " + metric.key()) : Optional.empty();
  }

  /** Keeps the scale of the first reference, or begins anew. */
  private void follow(RunRecord before, RunRecord run) {
    String from = reference(before).sha256();
    String to = reference(run).sha256();
    if (from.equals(to)) {
      return;
    }
    String what = " is another reference, %s after %s".formatted(brief(to), brief(from));
    OptionalDouble factor = metric.factor(before, run, repins);
    if (factor.isPresent()) {
      offset += factor.getAsDouble();
      notes.add(date(run.started()) + what + "; the series is chained by their ratio.");
    } else {
      notes.add(
          date(run.started())
              + what
              + ": the series begins anew, %s before it %s not compared.%s"
                  .formatted(
                      nights.size() == 1 ? "1 night" : nights.size() + " nights",
                      nights.size() == 1 ? "is" : "are",
                      metric.isPaired() ? " Chain them with --re-pin." : ""));
      nights.clear();
      offset = 0;
    }
  }

  private static Arm reference(RunRecord run) {
    return run.arm(Arm.REFERENCE)
        .orElseThrow(() -> new IllegalArgumentException(run.id() + " has no reference"));
  }

  private Map<String, String> circumstances(RunRecord run) {
    Map<String, String> all = new LinkedHashMap<>(run.context());
    run.arm(arm)
        .ifPresent(
            candidate -> {
              all.put("candidate", brief(candidate.sha256()));
              candidate.lineage().forEach((key, value) -> all.put("made." + key, firstLine(value)));
            });
    all.put("reference", brief(reference(run).sha256()));
    return all;
  }

  private static String firstLine(String text) {
    int end = text.strip().indexOf('\n');
    return end < 0 ? text.strip() : text.strip().substring(0, end) + " …";
  }

  private static String brief(String sha256) {
    return sha256.substring(0, Math.min(12, sha256.length()));
  }

  static LocalDate date(Instant when) {
    return LocalDate.ofInstant(when, ZoneOffset.UTC);
  }

  /** Days without any run between the first night and the last. */
  private void tellMissing() {
    if (nights.size() < 2) {
      return;
    }
    TreeSet<LocalDate> seen = new TreeSet<>();
    nights.forEach(night -> seen.add(date(night.when())));
    List<String> missing =
        seen.first()
            .datesUntil(seen.last())
            .filter(day -> !seen.contains(day))
            .map(LocalDate::toString)
            .toList();
    if (!missing.isEmpty()) {
      notes.add(
          "No value on %d of %d days: %s%s."
              .formatted(
                  missing.size(),
                  seen.first().datesUntil(seen.last()).count() + 1,
                  String.join(", ", missing.subList(0, Math.min(SHOWN, missing.size()))),
                  missing.size() > SHOWN ? " …" : ""));
    }
  }
}
