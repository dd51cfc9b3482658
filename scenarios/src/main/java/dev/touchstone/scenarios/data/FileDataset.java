package dev.touchstone.scenarios.data;

import dev.touchstone.scenarios.problem.Problem;
import dev.touchstone.scenarios.problem.ScenarioException;
import dev.touchstone.scenarios.quality.Labels;
import dev.touchstone.scenarios.quality.SampleMarks;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Samples out of files. */
final class FileDataset implements Dataset {

  /** One model input with its reader. */
  record OpenInput(InputFile file, InputReader reader) {}

  private final List<OpenInput> inputs;
  private final int[] rows;
  private final Optional<Labels> labels;
  private final Map<String, List<String>> slices;
  private final SampleMarks marks;
  private Optional<String> fingerprint = Optional.empty();

  /**
   * Puts the parts together.
   *
   * @param rows for each sample the row in which it is stored
   * @param labels of the samples, not of the rows; so are the slices and the marks
   */
  FileDataset(
      List<OpenInput> inputs,
      int[] rows,
      Optional<Labels> labels,
      Map<String, List<String>> slices,
      SampleMarks marks) {
    this.inputs = List.copyOf(inputs);
    this.rows = rows;
    this.labels = labels;
    this.slices = Collections.unmodifiableMap(new LinkedHashMap<>(slices));
    this.marks = marks;
  }

  @Override
  public int size() {
    return rows.length;
  }

  @Override
  public List<String> inputNames() {
    return inputs.stream().map(input -> input.file().name()).toList();
  }

  @Override
  public Sample sample(int index) {
    int row = rows[Objects.checkIndex(index, rows.length)];
    List<Tensor> tensors = new ArrayList<>();
    for (OpenInput input : inputs) {
      try {
        tensors.add(input.reader().read(row));
      } catch (UnreadableData e) {
        Problem problem = e.at(input.file().location());
        throw new ScenarioException(
            List.of(
                new Problem(
                    problem.location(),
                    "sample " + index + ": " + problem.message(),
                    problem.hint())));
      }
    }
    return new Sample(tensors);
  }

  @Override
  public boolean isStored() {
    return true;
  }

  @Override
  public Optional<Labels> labels() {
    return labels;
  }

  @Override
  public Map<String, List<String>> slices() {
    return slices;
  }

  @Override
  public SampleMarks marks() {
    return marks;
  }

  /**
   * Over the stored bytes of the selected samples, how they are preprocessed, labels, slices and
   * marks: the same wherever the files lie, and for any other selection another.
   */
  @Override
  public synchronized String fingerprint() {
    if (fingerprint.isEmpty()) {
      fingerprint = Optional.of(compute());
    }
    return fingerprint.get();
  }

  private String compute() {
    Fingerprint sum = new Fingerprint().text("touchstone-data-1").number(inputs.size());
    for (OpenInput input : inputs) {
      sum.text(input.file().name())
          .text(input.reader().description())
          .text(input.file().preprocessing().toString())
          .text(input.file().as().key());
    }
    sum.number(rows.length);
    for (int row : rows) {
      for (OpenInput input : inputs) {
        input.reader().feed(row, sum);
      }
    }
    return sum.labels(labels).slices(slices).marks(marks).hex();
  }
}
