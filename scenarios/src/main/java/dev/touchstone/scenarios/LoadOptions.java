package dev.touchstone.scenarios;

import dev.touchstone.scenarios.problem.Problems;
import dev.touchstone.scenarios.yaml.Fields;
import dev.touchstone.scenarios.yaml.YamlNode;
import dev.touchstone.scenarios.yaml.YamlScalar;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads the options of load patterns that have several. */
final class LoadOptions {

  private static final String AUTO = "auto";
  private static final int MOST_QUERIES = 1 << 16;
  private static final int MOST_BATCH = 256;
  private static final int MOST_SLICES = 600;
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000 * MILLI;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final Quantity TIMEOUT = nanos(10 * MILLI);
  private static final Quantity SUSTAINED = nanos(10 * MINUTE);

  /** The percentiles that a bound may name. */
  private static final List<Metric> PERCENTILES =
      Arrays.stream(Metric.values()).filter(Metric::isLatency).toList();

  private final Problems problems;
  private final QuantityReader quantities;

  LoadOptions(Problems problems) {
    this.problems = problems;
    this.quantities = new QuantityReader(problems);
  }

  Optional<LoadPattern> server(Fields fields) {
    fields.require("rate");
    Optional<YamlScalar> written = fields.scalar("rate");
    boolean searched = written.filter(rate -> rate.text().equals(AUTO)).isPresent();
    Optional<Double> rate =
        written
            .filter(r -> !searched)
            .flatMap(r -> quantities.quantity(r, Unit.PER_SECOND, "rate"))
            .map(Quantity::value);
    Optional<LoadPattern.Bound> bound = bound(fields);
    if (searched && !fields.has("bound")) {
      problems.add(
          written
              .get()
              .problem(
                  "the highest rate is the highest that keeps a bound, and there is none",
                  "add bound: {p99: 50 ms}"));
    }
    Optional<LoadPattern.Batching> batching = batching(fields);
    boolean broken =
        (fields.has("bound") && bound.isEmpty()) || (fields.has("batching") && batching.isEmpty());
    if (broken || (searched ? bound.isEmpty() : rate.isEmpty())) {
      return Optional.empty();
    }
    OptionalDouble perSecond =
        rate.isPresent() ? OptionalDouble.of(rate.get()) : OptionalDouble.empty();
    return Optional.of(new LoadPattern.Server(perSecond, bound, batching));
  }

  private Optional<LoadPattern.Bound> bound(Fields fields) {
    String[] words = PERCENTILES.stream().map(LoadOptions::word).toArray(String[]::new);
    Optional<Fields> bound = fields.fields("bound", "a bound", words);
    List<Metric> stated =
        bound.stream().flatMap(b -> PERCENTILES.stream().filter(p -> b.has(word(p)))).toList();
    if (bound.isPresent() && stated.size() != 1) {
      problems.add(
          bound
              .get()
              .node()
              .problem(
                  "a bound states exactly one percentile, found " + stated.size(),
                  "write {p99: 50 ms}, and further limits as requirements"));
      return Optional.empty();
    }
    return bound
        .flatMap(b -> b.scalar(word(stated.get(0))))
        .flatMap(value -> quantities.quantity(value, Unit.NANOSECOND, word(stated.get(0))))
        .map(limit -> new LoadPattern.Bound(stated.get(0), Math.max(1, Math.round(limit.value()))));
  }

  /** Such as {@code p99}. */
  private static String word(Metric percentile) {
    return percentile.key().substring("latency.".length());
  }

  private Optional<LoadPattern.Batching> batching(Fields fields) {
    Optional<Fields> batching = fields.fields("batching", "batching", "max-batch", "timeout");
    batching.ifPresent(b -> b.require("max-batch"));
    Optional<Integer> most = batching.flatMap(b -> b.integer("max-batch", 2, MOST_BATCH));
    Optional<Long> timeout =
        batching.flatMap(b -> time(b, "timeout", TIMEOUT, nanos(5 * MILLI), nanos(20 * MILLI)));
    return most.isEmpty() || timeout.isEmpty()
        ? Optional.empty()
        : Optional.of(new LoadPattern.Batching(most.get(), timeout.get()));
  }

  Optional<LoadPattern> burst(Fields fields) {
    fields.require("queries", "every");
    Optional<Integer> queries = fields.integer("queries", 1, MOST_QUERIES);
    Optional<Long> every =
        fields.has("every")
            ? time(fields, "every", TIMEOUT, nanos(MILLI), nanos(HOUR))
            : Optional.empty();
    Optional<LoadPattern.Batching> batching = batching(fields);
    boolean broken = fields.has("batching") && batching.isEmpty();
    return broken || queries.isEmpty() || every.isEmpty()
        ? Optional.empty()
        : Optional.of(new LoadPattern.Burst(queries.get(), every.get(), batching));
  }

  Optional<LoadPattern> sustained(Fields fields) {
    Optional<Long> duration =
        time(fields, "duration", SUSTAINED, nanos(2 * SECOND), nanos(24 * HOUR));
    if (duration.isEmpty()) {
      return Optional.empty();
    }
    long whole = duration.get();
    Quantity usual = nanos(Math.min(MINUTE, whole / 10));
    Optional<Long> slice =
        time(
            fields,
            "slice",
            nanos(Math.max((long) usual.value(), whole / MOST_SLICES)),
            nanos(Math.max(100 * MILLI, whole / MOST_SLICES)),
            nanos(whole / 2));
    return slice.map(s -> new LoadPattern.Sustained(whole, s));
  }

  /** A time within bounds, both included; the usual one if nothing is written. */
  private Optional<Long> time(
      Fields fields, String key, Quantity usual, Quantity least, Quantity most) {
    Optional<YamlNode> written = fields.node(key);
    if (written.isEmpty()) {
      return Optional.of((long) usual.value());
    }
    Optional<YamlScalar> value = fields.scalar(key);
    Optional<Quantity> time = value.flatMap(v -> quantities.quantity(v, Unit.NANOSECOND, key));
    if (time.filter(t -> t.value() < least.value() || t.value() > most.value()).isPresent()) {
      problems.add(
          value
              .get()
              .problem(value.get().found() + " is not allowed; allowed: " + least + " to " + most));
      return Optional.empty();
    }
    return time.map(t -> Math.round(t.value()));
  }

  private static Quantity nanos(long count) {
    return new Quantity(count, Unit.NANOSECOND);
  }
}
