package dev.touchstone.scenarios.data;

import dev.touchstone.scenarios.problem.Problem;
import dev.touchstone.scenarios.problem.ScenarioException;
import dev.touchstone.scenarios.quality.Labels;
import dev.touchstone.scenarios.quality.SampleMarks;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
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
  private final Map<Integer, String> fingerprints = new HashMap<>();

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
        throw located(e, input, index);
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
  public String fingerprint() {
    return fingerprint(rows.length);
  }

  /** That of a manifest which is limited to so many samples. */
  @Override
  public synchronized String fingerprint(int samples) {
    return fingerprints.computeIfAbsent(Math.min(samples, rows.length), this::compute);
  }

  private String compute(int samples) {
    Fingerprint sum = new Fingerprint().text("touchstone-data-1").number(inputs.size());
    for (OpenInput input : inputs) {
      sum.text(input.file().name())
          .text(input.reader().description())
          .text(input.file().preprocessing().toString())
          .text(input.file().as().key());
    }
    sum.number(samples);
    for (int i = 0; i < samples; i++) {
      for (OpenInput input : inputs) {
        feed(input, i, sum);
      }
    }
    return sum.labels(labels, samples).slices(slices, samples).marks(marks.first(samples)).hex();
  }

  private void feed(OpenInput input, int index, Fingerprint sum) {
    try {
      input.reader().feed(rows[index], sum);
    } catch (UnreadableData e) {
      throw located(e, input, index);
    }
  }

  private static ScenarioException located(UnreadableData e, OpenInput input, int index) {
    Problem problem = e.at(input.file().location());
    String message = "sample " + index + ": " + problem.message();
    return new ScenarioException(List.of(new Problem(problem.location(), message, problem.hint())));
  }
}
