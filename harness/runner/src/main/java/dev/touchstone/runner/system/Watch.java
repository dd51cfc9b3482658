package dev.touchstone.runner.system;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was seen of the machine at the end of each trial. Between trials nothing is timed, so that
 * looking disturbs nothing; what a board does within a trial is seen only in its counters. Not
 * thread-safe.
 */
public final class Watch {

  private final List<Span> alone = new ArrayList<>();
  private final Map<String, Double> hottest = new TreeMap<>();
  private final Map<String, Long> slowest = new TreeMap<>();
  private final Map<String, Long> fastest = new TreeMap<>();

  /** Starts before the first trial. */
  public Watch() {}

  /** A trial is over in which models took turns. */
  public void sees(Conditions after) {
    after.temperatures().forEach((name, celsius) -> hottest.merge(name, celsius, Math::max));
    after.frequencies().forEach((name, khz) -> slowest.merge(name, khz, Math::min));
    after.frequencies().forEach((name, khz) -> fastest.merge(name, khz, Math::max));
  }

  /** A trial is over in which a model was timed alone. */
  public void seesAlone(Conditions before, Conditions after) {
    sees(after);
    alone.add(new Span(before, after));
  }

  /** What happened while models were timed alone. */
  Changes alone() {
    return Changes.over(alone);
  }

  /** The highest temperature of each sensor. */
  Map<String, Double> hottest() {
    return Collections.unmodifiableMap(hottest);
  }

  /** The lowest frequency of each policy. */
  Map<String, Long> slowest() {
    return Collections.unmodifiableMap(slowest);
  }

  /** The highest frequency of each policy. */
  Map<String, Long> fastest() {
    return Collections.unmodifiableMap(fastest);
  }
}
