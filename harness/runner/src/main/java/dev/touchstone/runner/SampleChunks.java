package dev.touchstone.runner;

import dev.touchstone.runner.process.SampleFile;
import dev.touchstone.scenarios.data.Dataset;
import dev.touchstone.worker.protocol.ModelInputs;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Evaluation data as files that workers read, in chunks, so that a data set larger than memory or
 * disk can be run. A data set that is not large is written once and kept for all arms.
 */
final class SampleChunks {

  /** The size of one chunk. */
  static final long CHUNK_BYTES = 64L << 20;

  /** The most that is kept on disk for the next arm. */
  static final long KEPT_BYTES = 1L << 30;

  /** The most that a worker holds as inputs while it is timed; its memory is measured too. */
  private static final long TIMED_BYTES = 1L << 20;

  private static final int TIMED_SETS = 16;

  private final Dataset data;
  private final RunFolder folder;
  private final long sampleBytes;
  private final int perChunk;
  private final boolean kept;
  private final Set<Integer> written = new HashSet<>();

  SampleChunks(Dataset data, RunFolder folder) {
    this(data, folder, CHUNK_BYTES, KEPT_BYTES);
  }

  SampleChunks(Dataset data, RunFolder folder, long chunkBytes, long keptBytes) {
    this.data = data;
    this.folder = folder;
    this.sampleBytes =
        Math.max(
            1, data.sample(0).inputs().stream().mapToLong(i -> i.elements().remaining()).sum());
    this.perChunk = (int) Math.min(data.size(), Math.max(1, chunkBytes / sampleBytes));
    this.kept = sampleBytes * data.size() <= keptBytes;
  }

  /** Samples in all. */
  int size() {
    return data.size();
  }

  /** How many chunks there are. */
  int count() {
    return (data.size() + perChunk - 1) / perChunk;
  }

  int samplesIn(int chunk) {
    return Math.min(perChunk, data.size() - chunk * perChunk);
  }

  /** The file of one chunk, written now if it is not there. */
  Path file(int chunk) {
    Path file = folder.file(kept ? "samples-" + chunk + ".bin" : "samples.bin");
    if (!kept || written.add(chunk)) {
      int from = chunk * perChunk;
      SampleFile.write(data, from, from + samplesIn(chunk), file);
    }
    return file;
  }

  /** What models are fed with while they are timed: some of the first samples, in turn. */
  ModelInputs timed(long seed) {
    int sets = (int) Math.min(TIMED_SETS, Math.max(1, TIMED_BYTES / sampleBytes));
    Path file = folder.file("timed.bin");
    SampleFile.write(data, 0, Math.min(sets, data.size()), file);
    return new ModelInputs(Optional.of(file.toString()), sets, seed);
  }
}
