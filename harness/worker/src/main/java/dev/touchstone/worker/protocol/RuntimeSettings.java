package dev.touchstone.worker.protocol;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How ONNX Runtime is set.
 *
 * @param threads intra-op threads, at least 1; there is always one inter-op thread, and waiting
 *     threads sleep instead of spinning
 * @param optimization how far the graph is rewritten at load
 * @param entries further configuration entries by ONNX Runtime's own keys, such as {@code
 *     session.disable_prepacking}
 * @param source what a session is made of
 */
public record RuntimeSettings(
    int threads, Optimization optimization, Map<String, String> entries, ModelSource source) {

  /** One thread, everything else as ONNX Runtime has it. */
  public static final RuntimeSettings DEFAULT = new RuntimeSettings(1, Optimization.ALL, Map.of());

  /** Rejects no thread; copies the entries and keeps their order. */
  public RuntimeSettings {
    if (threads < 1) {
      throw new IllegalArgumentException("at least one thread is needed, was " + threads);
    }
    entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
  }

  /** Loads the model from its file. */
  public RuntimeSettings(int threads, Optimization optimization, Map<String, String> entries) {
    this(threads, optimization, entries, ModelSource.FILE);
  }

  /** The same with another number of threads. */
  public RuntimeSettings withThreads(int count) {
    return new RuntimeSettings(count, optimization, entries, source);
  }

  /** The same with another source of the model. */
  public RuntimeSettings from(ModelSource other) {
    return new RuntimeSettings(threads, optimization, entries, other);
  }

  /** The same with a configuration entry. */
  public RuntimeSettings with(String key, String value) {
    Map<String, String> more = new LinkedHashMap<>(entries);
    more.put(key, value);
    return new RuntimeSettings(threads, optimization, more, source);
  }
}
