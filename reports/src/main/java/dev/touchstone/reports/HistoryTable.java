package dev.touchstone.reports;

import dev.touchstone.baselines.Interval;
import dev.touchstone.baselines.Outcome;
import dev.touchstone.baselines.history.Change;
import dev.touchstone.baselines.history.Drift;
import dev.touchstone.baselines.history.History;
import dev.touchstone.baselines.history.Night;
import dev.touchstone.baselines.history.Series;
import dev.touchstone.scenarios.Loss;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A history as a terminal shows it: a line of little bars, and what is to be said about them. */
final class HistoryTable {

  private static final String BARS = "▁▂▃▄▅▆▇█";
  private static final String INDENT = "  ";
  private static final String DETAIL = "      ";
  private static final int MOST_CIRCUMSTANCES = 6;

  private final History history;
  private final Series series;
  private final Paint paint;
  private final int width;
  private final List<String> lines = new ArrayList<>();

  private HistoryTable(History history, Paint paint, int width) {
    this.history = history;
    this.series = history.series();
    this.paint = paint;
    this.width = width;
  }

  static String render(History history, boolean color, int width) {
    return new HistoryTable(history, color ? Paint.ANSI : Paint.NONE, width).text();
  }

  private String text() {
    lines.add(paint.strong(series.subject() + ": " + series.metric()));
    if (series.nights().isEmpty()) {
      say("no night tells it");
    } else {
      summary();
      sparkline();
      history.changes().forEach(this::change);
      history.drift().ifPresentOrElse(this::drift, this::tooFewForADrift);
    }
    history
        .acknowledged()
        .ifPresent(a -> say("accepted on %s: %s".formatted(date(a.at()), a.because())));
    series.notes().forEach(note -> say("· " + note));
    leftOut();
    lines.add("");
    lines.add(verdict());
    return String.join("\n", lines) + "\n";
  }

  private void say(String text) {
    say(INDENT, text);
  }

  private void detail(String text) {
    say(DETAIL, text);
  }

  private void say(String indent, String text) {
    for (String line : Wrap.lines(text, width - indent.length())) {
      lines.add(indent + line);
    }
  }

  private void summary() {
    List<Night> nights = series.nights();
    String scatter =
        series.kind() == Series.Kind.EXACT
            ? ""
            : ", night to night " + plain(history.spread()) + " " + series.scale().symbol();
    say(
        "%d %s from %s to %s · level %s against the reference%s"
            .formatted(
                nights.size(),
                nights.size() == 1 ? "night" : "nights",
                date(nights.get(0).when()),
                date(nights.get(nights.size() - 1).when()),
                history.level().map(this::shown).orElse(""),
                scatter));
    if (nights.size() < History.FEWEST && series.kind() == Series.Kind.SCATTERED) {
      say(
          "· fewer than %d nights: no change can be told from chance yet"
              .formatted(History.FEWEST));
    }
  }

  /** The latest nights; below them a mark where the level changes. */
  private void sparkline() {
    int n = series.nights().size();
    int from = Math.max(0, n - (width - INDENT.length()));
    List<Double> values = series.nights().subList(from, n).stream().map(Night::value).toList();
    double low = values.stream().min(Comparator.naturalOrder()).orElse(0.0);
    double high = values.stream().max(Comparator.naturalOrder()).orElse(0.0);
    StringBuilder bars = new StringBuilder();
    StringBuilder marks = new StringBuilder();
    for (int i = 0; i < values.size(); i++) {
      double share = high > low ? (values.get(i) - low) / (high - low) : 0;
      bars.append(BARS.charAt((int) Math.min(BARS.length() - 1L, (long) (share * BARS.length()))));
      int night = from + i;
      marks.append(changeAt(night).map(c -> c.shift() > 0 ? '▲' : '▼').orElse(' '));
    }
    lines.add(INDENT + bars);
    if (!marks.toString().isBlank()) {
      lines.add(INDENT + marks.toString().stripTrailing());
    }
  }

  private Optional<Change> changeAt(int night) {
    return history.changes().stream().filter(c -> c.night() == night).findFirst();
  }

  private void change(Change change) {
    Night first = series.nights().get(change.night());
    Night last = series.nights().get(change.night() - 1);
    say(
        "%s %s  %s %s: %s → %s"
            .formatted(
                change.shift() > 0 ? "▲" : "▼",
                date(first.when()),
                Numbers.signed(
                    Optional.of(ratio(change.shift())),
                    Optional.of(ratio(change.size())),
                    series.scale()),
                words(change.standing()),
                shown(change.before()),
                shown(change.after())));
    detail("between " + last.run() + " and " + first.run());
    List<String> all = change.circumstances();
    all.stream().limit(MOST_CIRCUMSTANCES).forEach(this::detail);
    if (all.size() > MOST_CIRCUMSTANCES) {
      detail("and " + (all.size() - MOST_CIRCUMSTANCES) + " more");
    } else if (all.isEmpty()) {
      detail("nothing that is recorded changed that night");
    }
  }

  static String words(Change.Standing standing) {
    return switch (standing) {
      case OPEN -> "worse, open";
      case ACKNOWLEDGED -> "worse, accepted";
      case RECOVERED -> "worse, taken back since";
      case BETTER -> "better";
    };
  }

  private void drift(Drift drift) {
    String since = date(series.nights().get(drift.from()).when());
    say(
        "%s since %s: drift of %s, %s/%s"
            .formatted(
                paint.outcome(drift.outcome(), drift.outcome().toString()),
                since,
                Numbers.signed(
                    Optional.of(ratio(drift.estimate())),
                    Optional.of(ratio(drift.size())),
                    series.scale()),
                plainLimit(Drift.ALLOW),
                new Loss(Drift.CATCH, series.scale())));
  }

  private void tooFewForADrift() {
    say(
        "· fewer than %d nights since the level was accepted: no drift yet"
            .formatted(2 * Drift.NIGHTS));
  }

  private static String plainLimit(double limit) {
    return Numbers.exact(Math.rint(limit * 1e4) / 1e2);
  }

  private void leftOut() {
    series.leftOut().stream()
        .collect(
            Collectors.groupingBy(Series.LeftOut::reason, LinkedHashMap::new, Collectors.toList()))
        .forEach(
            (reason, runs) ->
                say(
                    "· left out, since %s: %s%s"
                        .formatted(
                            reason,
                            runs.get(runs.size() - 1).run(),
                            runs.size() == 1 ? "" : " and " + (runs.size() - 1) + " before")));
  }

  private String verdict() {
    Outcome outcome = history.outcome();
    int open = history.open().size();
    String why =
        outcome == Outcome.PASS
            ? "no change for the worse is open"
            : open > 0
                ? "%d %s for the worse %s open"
                    .formatted(open, open == 1 ? "change" : "changes", open == 1 ? "is" : "are")
                : "small steps add up to more than is allowed";
    return paint.outcome(outcome, Wording.mark(outcome) + " " + outcome) + "  " + why;
  }

  private String shown(double value) {
    return Numbers.signed(ratio(value), series.scale());
  }

  private double ratio(double value) {
    return ratio(value, series);
  }

  /** A log ratio as a change; points stay what they are. */
  static double ratio(double value, Series series) {
    return series.scale() == Loss.Scale.RELATIVE ? Math.expm1(value) : value;
  }

  private Interval ratio(Interval interval) {
    return new Interval(ratio(interval.lower()), ratio(interval.upper()), interval.confidence());
  }

  private static String plain(double fraction) {
    return String.format(Locale.ROOT, "±%.2f", 100 * fraction);
  }

  static String date(Instant when) {
    return LocalDate.ofInstant(when, ZoneOffset.UTC).toString();
  }
}
