package dev.touchstone.scenarios.data;

import dev.touchstone.scenarios.data.StoredArray.Header;
import dev.touchstone.scenarios.problem.Words;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.List;

/** Numeric columns of a CSV file as an array of float64. */
final class CsvArray {

  private CsvArray() {}

  /**
   * Turns the columns into a temporary file and maps it.
   *
   * @throws UnreadableData if a column is missing, or a value is no number
   */
  static StoredArray open(Storage.Csv csv) throws IOException {
    try (Scratch scratch = Scratch.create()) {
      long[] rows = {0};
      try (DataOutputStream out =
          new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(scratch.file())))) {
        CsvTable.read(
            csv.file(),
            csv.columns(),
            (line, values) -> {
              append(out, csv, line, values);
              rows[0]++;
            });
      }
      List<Long> shape = List.of(rows[0], (long) csv.columns().size());
      return StoredArray.map(
          scratch.file(),
          0,
          new Header(ElementType.FLOAT64, ByteOrder.BIG_ENDIAN, shape),
          Named.file(csv.file()));
    }
  }

  private static void append(
      DataOutputStream out, Storage.Csv csv, long line, List<String> values) {
    for (int i = 0; i < values.size(); i++) {
      try {
        out.writeDouble(Double.parseDouble(values.get(i)));
      } catch (NumberFormatException e) {
        throw new UnreadableData(
            Named.file(csv.file())
                + " has "
                + Words.quoted(values.get(i))
                + " in line "
                + line
                + ", column "
                + Words.quoted(csv.columns().get(i)),
            "an input needs numbers");
      } catch (IOException e) {
        throw new UncheckedIOException("cannot unpack " + csv.file(), e);
      }
    }
  }
}
