package dev.touchstone.baselines.store;

import dev.touchstone.baselines.RunResult;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A run result as a folder of text files that diff well: tables as CSV, latencies as an
 * HdrHistogram log, the scenario as it was read, and a list of checksums that is written last.
 *
 * <pre>
 * run.csv            schema, id, tool version, times, scenario, profile, seed
 * scenario.yaml      the scenario file
 * environment.csv    facts, warnings and violations
 * arms.csv           one row an arm; lineage.csv says how it was made
 * faults.csv         what went wrong
 * solo.csv           one row for each arm and load pattern; queries.csv has every query
 * slices.csv         one row for each slice of the time of a sustained load
 * stages.csv         one row for each pre- and postprocessing
 * latency.hlog       the same latencies as HdrHistograms, tagged arm/load or arm/load/slice
 * memory.csv         the floor, each solo worker, and each worker of each pair
 * cold-start.csv     one row a start: its parts, its quad, the page cache, its memory
 * campaigns.csv      one row a candidate; pairs.csv has every iteration of every pair
 * classes.csv        names of the classes; samples.csv has label and slices of every sample, and
 *                    whether it is golden and its cluster, if there are any
 * slice-parents.csv  what slice values belong to, if they do
 * predictions/       one file an arm
 * energy.csv         one row a window on a power sensor (from schema 2 on)
 * CHECKSUMS.sha256   SHA-256 of all of them
 * </pre>
 */
public final class ResultFolder {

  /** Version of the layout; a reader reads every version up to its own. */
  public static final int SCHEMA = 2;

  private ResultFolder() {}

  /**
   * Refuses a place that {@link #write} would refuse, so that nobody measures for nothing.
   *
   * @throws UnreadableResultException if something else than a result stands there
   */
  public static void requirePlaceFor(Path folder) {
    AtomicFolder.recover(folder);
    if (Files.exists(folder) && !Files.exists(folder.resolve(Checksums.FILE))) {
      throw new UnreadableResultException(
          folder, "stands where the run result is to be written, and is none; move it away");
    }
  }

  /**
   * Writes a result; it appears whole or not at all, in place of an older one.
   *
   * @throws UnreadableResultException if something else than a result stands in its place
   * @throws java.io.UncheckedIOException if the folder cannot be written
   */
  public static void write(RunResult run, Path folder) {
    requirePlaceFor(folder);
    AtomicFolder.replace(
        folder,
        partial -> {
          new ResultWriter(partial).write(run);
          Checksums.write(partial);
        });
  }

  /**
   * Reads a result.
   *
   * @throws UnreadableResultException if the folder is no result, not whole, changed, or written by
   *     a newer version
   * @throws java.io.UncheckedIOException if a file cannot be read
   */
  public static RunResult read(Path folder) {
    AtomicFolder.recover(folder);
    if (!Files.exists(folder.resolve(Checksums.FILE))) {
      throw new UnreadableResultException(
          folder, "is no run result: it has no " + Checksums.FILE + ", which is written last");
    }
    Checksums.verify(folder, "run again");
    return new ResultReader(folder).read();
  }
}
