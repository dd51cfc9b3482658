package dev.touchstone.baselines.store;

import java.util.List;

/** Names of the files of a run result and of their columns; a promise to every later version. */
final class Columns {

  static final List<String> RUN = List.of("key", "value");
  static final List<String> ENVIRONMENT = List.of("kind", "key", "value");
  static final List<String> ARMS = List.of("arm", "role", "model", "sha256", "bytes");
  static final List<String> LINEAGE = List.of("arm", "key", "value");
  static final List<String> FAULTS =
      List.of("arm", "trial", "kind", "exit_code", "reason", "last_lines");
  static final List<String> SOLO = List.of("arm", "load", "samples_per_query", "elapsed_ns");
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

  static final List<String> SCORES = List.of("index", "label", "predicted", "score");
  static final List<String> VALUES = List.of("index", "label", "value");

  private Columns() {}
}
