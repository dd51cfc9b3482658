package dev.touchstone.scenarios.data;

import dev.touchstone.scenarios.problem.Location;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/** What the samples of a data set are made of. */
public sealed interface DataSource {

  /**
   * Files.
   *
   * @param inputs one for each model input that is filled; at least one
   * @param labels what is right, if anybody knows
   * @param slices columns that split the samples, if there are any
   * @param select all of these must hold for a sample to be taken; empty to take all
   * @param limit how many of the selected samples are taken, from the first on; empty for all
   * @param marks what is declared of the samples beside labels and slices
   */
  record Files(
      List<InputFile> inputs,
      Optional<LabelFile> labels,
      Optional<SliceColumns> slices,
      List<Selection> select,
      OptionalInt limit,
      DeclaredMarks marks)
      implements DataSource {

    /** Copies the lists; rejects a data set without inputs. */
    public Files {
      inputs = List.copyOf(inputs);
      select = List.copyOf(select);
      Objects.requireNonNull(labels, "labels");
      Objects.requireNonNull(slices, "slices");
      Objects.requireNonNull(marks, "marks");
      if (inputs.isEmpty() || (limit.isPresent() && limit.getAsInt() < 1)) {
        throw new IllegalArgumentException("a data set needs an input and a limit of at least 1");
      }
    }
  }

  /**
   * A seeded generator of this product.
   *
   * @param name {@code surface-defects}
   * @param seed other seeds give other samples of the same kind
   * @param samples how many, at least 1
   * @param input the model input that is filled; empty for the model's only one
   * @param normalization of the generated values
   * @param location where the manifest names the generator
   */
  record Generator(
      String name,
      long seed,
      int samples,
      String input,
      Normalization normalization,
      Location location)
      implements DataSource {

    /** Rejects a generator that would generate nothing. */
    public Generator {
      if (samples < 1) {
        throw new IllegalArgumentException("samples must be at least 1, was " + samples);
      }
    }
  }
}
