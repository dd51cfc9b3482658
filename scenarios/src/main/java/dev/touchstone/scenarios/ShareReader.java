package dev.touchstone.scenarios;

import dev.touchstone.scenarios.problem.Problems;
import dev.touchstone.scenarios.yaml.Fields;
import dev.touchstone.scenarios.yaml.YamlScalar;
import java.util.Optional;

/** Reads a share that is more than nothing and less than all. */
final class ShareReader {

  private ShareReader() {}

  static Optional<Double> read(Fields fields, String key, Problems problems) {
    Optional<YamlScalar> value =
        fields.node(key).flatMap(n -> Fields.scalar(n, "a share such as 50 %", problems));
    return value
        .flatMap(v -> new QuantityReader(problems).quantity(v, Unit.FRACTION, key))
        .map(Quantity::value)
        .flatMap(
            share -> {
              if (share > 0 && share < 1) {
                return Optional.of(share);
              }
              problems.add(
                  value
                      .get()
                      .problem(
                          value.get().found() + " is " + (share > 0 ? "all" : "nothing"),
                          "write a share between 0 % and 100 %, such as 50 %"));
              return Optional.empty();
            });
  }
}
