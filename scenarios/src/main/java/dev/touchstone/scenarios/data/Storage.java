package dev.touchstone.scenarios.data;

import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A file with samples, and its format. */
public sealed interface Storage {

  /** The file or folder. */
  Path file();

  /** Storage of whole arrays: the first dimension counts the samples. */
  sealed interface Array extends Storage permits Raw, Npy, Npz, Idx {}

  /**
   * Elements and nothing else, row-major.
   *
   * @param type of the elements
   * @param order of the bytes of an element
   * @param shape the first dimension counts the samples; -1 there takes as many as the file holds
   */
  record Raw(Path file, ElementType type, ByteOrder order, List<Long> shape) implements Array {

    /** The first dimension when the file's size tells the number of samples. */
    public static final long AS_MANY_AS_THERE_ARE = -1;

    /** Copies the shape; rejects one without a first dimension. */
    public Raw {
      shape = List.copyOf(shape);
      if (shape.isEmpty() || shape.stream().skip(1).anyMatch(d -> d < 1)) {
        throw new IllegalArgumentException("not the shape of samples: " + shape);
      }
    }
  }

  /** An array of NumPy. */
  record Npy(Path file) implements Array {}

  /**
   * An archive of arrays of NumPy.
   *
   * @param array its name in the archive; empty if the archive has a single one
   */
  record Npz(Path file, Optional<String> array) implements Array {}

  /** The format of the MNIST files, gzip-compressed or not. */
  record Idx(Path file) implements Array {}

  /**
   * Numeric columns of a CSV file with a header; every row is a sample.
   *
   * @param columns in the order of the model's features; at least one
   */
  record Csv(Path file, List<String> columns) implements Storage {

    /** Copies the columns; rejects none. */
    public Csv {
      columns = List.copyOf(columns);
      if (columns.isEmpty()) {
        throw new IllegalArgumentException("a CSV input needs at least one column");
      }
    }
  }

  /** Images in a folder, or in one sub-folder for each class. */
  record ImageFolder(Path file) implements Storage {}

  /**
   * Images that a CSV file lists.
   *
   * @param column with the paths
   * @param folder that relative paths start from
   */
  record ImageList(Path file, String column, Path folder) implements Storage {}
}
