package dev.touchstone.scenarios;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * How a model comes into the runtime: the same for every arm of a run.
 *
 * @param source what the runtime is given
 * @param pageCache the state that cold starts find the model's files in
 * @param options ONNX Runtime's own configuration entries of the session, such as {@code
 *     session.disable_prepacking}, in the order in which they are stated
 */
public record Loading(Source source, PageCache pageCache, Map<String, String> options) {

  /** From its file, found in the page cache, with the runtime's own defaults. */
  public static final Loading STANDARD = new Loading(Source.FILE, PageCache.WARM, Map.of());

  /** Copies the options and keeps their order. */
  public Loading {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(pageCache, "pageCache");
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
  }

  /** What the runtime makes a session of. */
  public enum Source {
    /** The path of the model's file; weights outside of it are mapped. */
    FILE,
    /** The bytes of the model's file, as an application passes them that holds its model itself. */
    BYTES
  }
}
