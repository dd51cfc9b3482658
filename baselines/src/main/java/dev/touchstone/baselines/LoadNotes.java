package dev.touchstone.baselines;

import dev.touchstone.scenarios.Quantity;
import dev.touchstone.scenarios.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a reader must know of a load beside its percentiles. */
final class LoadNotes {

  private LoadNotes() {}

  static List<String> of(SoloObservations solo) {
    List<String> notes = new ArrayList<>();
    solo.inferences()
        .ifPresent(
            inferences ->
                notes.add(
                    String.format(
                        Locale.ROOT,
                        "%s under %s: dynamic batching put %.2f queries into an inference on"
                            + " average.",
                        solo.arm(),
                        solo.load(),
                        (double) solo.histogram().getTotalCount() / inferences)));
    List<LoadSlice> slices =
        solo.slices().stream().filter(s -> s.histogram().getTotalCount() > 0).toList();
    if (slices.size() > 1) {
      notes.add(sustained(solo, slices.get(0), slices.get(slices.size() - 1)));
    }
    return notes;
  }

  private static String sustained(SoloObservations solo, LoadSlice first, LoadSlice last) {
    double before = Ordered.of(first.histogram()).quantile(0.5);
    double after = Ordered.of(last.histogram()).quantile(0.5);
    String throttled =
        solo.slices().stream()
            .filter(s -> !s.throttled().isEmpty())
            .findFirst()
            .map(
                s ->
                    "the CPU was throttled first in "
                        + s.name()
                        + " ("
                        + String.join(", ", s.throttled())
                        + ")")
            .orElse("no throttling was seen");
    return String.format(
        Locale.ROOT,
        "%s under %s: p50 was %s in the first slice (%s) and %s in the last (%s), %+.1f %%; %s.",
        solo.arm(),
        solo.load(),
        time(before),
        first.name(),
        time(after),
        last.name(),
        (after / before - 1) * 100,
        throttled);
  }

  private static Quantity time(double nanos) {
    return new Quantity(nanos, Unit.NANOSECOND);
  }
}
