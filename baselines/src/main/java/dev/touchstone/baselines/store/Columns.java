package dev.touchstone.baselines.store;

import java.util.List;
import java.util.stream.Stream;

/** Names of the files of a run result and of their columns; a promise to every later version. */
final class Columns {

  static final List<String> RUN = List.of("key", "value");
  static final List<String> ENVIRONMENT = List.of("kind", "key", "value");
  static final List<String> ARMS = List.of("arm", "role", "model", "sha256", "bytes");
  static final List<String> LINEAGE = List.of("arm", "key", "value");
  static final List<String> FAULTS =
      List.of("arm", "trial", "kind", "exit_code", "reason", "last_lines");
  static final List<String> SOLO = List.of("arm", "load", "samples_per_query", "elapsed_ns");

  /** What schema 2 knows of a load beside that. */
  static final List<String> SOLO_2 =
      Stream.concat(SOLO.stream(), Stream.of("inferences", "looks")).toList();

  static final List<String> SLICES =
      List.of("arm", "load", "slice", "from_ns", "to_ns", "throttled");
  static final List<String> STAGES = List.of("arm", "load", "stage", "index", "wall_ns");
  static final List<String> QUERIES = List.of("arm", "load", "query", "wall_ns", "cpu_ns");
  static final List<String> MEMORY =
      List.of(
          "worker",
          "campaign",
          "pair",
          "arm",
          "loading_bytes",
          "peak_bytes",
          "steady_bytes",
          "file_backed_bytes");
  static final List<String> COLD_START =
      List.of("arm", "jvm_ns", "runtime_ns", "session_ns", "first_inference_ns", "cpu_ns");

  /** Added in schema 2; not demanded, so that tables of schema 1 are read. */
  static final List<String> COLD_START_QUAD =
      List.of(
          "quad", "page_cache", "loading_bytes", "peak_bytes", "steady_bytes", "file_backed_bytes");

  static final List<String> CAMPAIGNS = List.of("campaign", "pairs", "invalid_pairs");
  static final List<String> PAIRS =
      List.of("campaign", "pair", "arm", "round", "iteration", "wall_ns", "cpu_ns");
  static final List<String> CLASSES = List.of("label", "name");
  static final List<String> SAMPLES = List.of("index", "label");

  /**
   * Before the name of a slice column in {@code samples.csv}, so that none can be taken for another
   * column.
   */
  static final String SLICE = "slice.";

  /** Columns of {@code samples.csv} that stand there only if some sample has such a mark. */
  static final String GOLDEN = "golden";

  static final String CLUSTER = "cluster";
  static final List<String> SLICE_PARENTS = List.of("column", "value", "parent");

  static final List<String> SCORES = List.of("index", "label", "predicted", "score");
  static final List<String> VALUES = List.of("index", "label", "value");

  static final List<String> ENERGY =
      List.of(
          "arm",
          "load",
          "sensor",
          "round",
          "rest_w",
          "rest_s",
          "load_w",
          "load_s",
          "samples_per_s");

  private Columns() {}
}
