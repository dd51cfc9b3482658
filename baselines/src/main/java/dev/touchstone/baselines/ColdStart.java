package dev.touchstone.baselines;

import dev.touchstone.scenarios.PageCache;
import java.util.Objects;
import java.util.Optional;

/**
 * One cold start: from the spawn of the process to the end of the first inference, in nanoseconds
 * of wall time. The parts follow each other and add up to the total.
 *
 * @param arm the arm's name
 * @param jvm spawn to the worker's first instruction
 * @param runtime until ONNX Runtime is loaded
 * @param session until the session is created
 * @param firstInference until the first inference is done
 * @param cpu CPU time of all threads of the process up to there
 * @param quad the group of starts that it belongs to, counted from 0: every arm starts twice in
 *     each, in an order and its reverse (ABBA)
 * @param pageCache the state in which it found the model's files
 * @param memory of the same worker, once it is warm; empty where it was not read
 */
public record ColdStart(
    String arm,
    long jvm,
    long runtime,
    long session,
    long firstInference,
    long cpu,
    int quad,
    PageCache pageCache,
    Optional<Memory> memory) {

  /** The fact of an environment that tells in which state starts found the model's files. */
  public static final String PAGE_CACHE = "cold-start.page-cache";

  /** How that fact begins where the state that was asked for could not be made. */
  public static final String NOT_DROPPED = "not dropped: ";

  /** Rejects a group before the first. */
  public ColdStart {
    Objects.requireNonNull(pageCache, "pageCache");
    Objects.requireNonNull(memory, "memory");
    if (quad < 0) {
      throw new IllegalArgumentException("quads are counted from 0, was " + quad);
    }
  }

  /** One of the first quad, with a warm page cache and no memory read. */
  public ColdStart(
      String arm, long jvm, long runtime, long session, long firstInference, long cpu) {
    this(arm, jvm, runtime, session, firstInference, cpu, 0, PageCache.WARM, Optional.empty());
  }

  /** The whole. */
  public long total() {
    return jvm + runtime + session + firstInference;
  }

  /** The same as part of a quad. */
  public ColdStart in(int group, PageCache state) {
    return new ColdStart(arm, jvm, runtime, session, firstInference, cpu, group, state, memory);
  }

  /** The same with the memory of its worker. */
  public ColdStart with(Optional<Memory> seen) {
    return new ColdStart(arm, jvm, runtime, session, firstInference, cpu, quad, pageCache, seen);
  }

  /** Why the starts of a run are not those that were asked for, if they are not. */
  static Optional<String> whyNotDropped(Environment environment) {
    return Optional.ofNullable(environment.facts().get(PAGE_CACHE))
        .filter(state -> state.startsWith(NOT_DROPPED));
  }
}
