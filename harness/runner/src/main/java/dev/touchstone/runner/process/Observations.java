package dev.touchstone.runner.process;

import dev.touchstone.baselines.Block;
import dev.touchstone.worker.protocol.CorruptFrameException;
import dev.touchstone.worker.protocol.Reply;
import java.time.Duration;
import java.util.Arrays;

/** Collects the observations that come in several messages. */
final class Observations {

  private final int most;
  private long[] wallNanos = new long[Reply.Observed.MAX];
  private long[] cpuNanos = new long[Reply.Observed.MAX];
  private int size;

  /** Expects at most so many. */
  Observations(int most) {
    this.most = most;
  }

  /** Hears until something else comes, which is returned. */
  Reply collect(Conversation conversation, Phase phase, Duration limit) throws WorkerLostException {
    Reply reply = conversation.hear(phase, limit);
    while (reply instanceof Reply.Observed observed) {
      if (observed.size() > most - size) {
        throw conversation.lostBy(
            phase, new CorruptFrameException("more observations than the " + most + " possible"));
      }
      add(observed);
      reply = conversation.hear(phase, limit);
    }
    return reply;
  }

  Block toBlock(Conversation conversation, Phase phase, long announced) throws WorkerLostException {
    if (size != announced || size == 0) {
      throw conversation.lostBy(
          phase,
          new CorruptFrameException(size + " observations where " + announced + " are announced"));
    }
    return new Block(Arrays.copyOf(wallNanos, size), Arrays.copyOf(cpuNanos, size));
  }

  private void add(Reply.Observed observed) {
    if (size + observed.size() > wallNanos.length) {
      int capacity = Math.max(wallNanos.length * 2, size + observed.size());
      wallNanos = Arrays.copyOf(wallNanos, capacity);
      cpuNanos = Arrays.copyOf(cpuNanos, capacity);
    }
    for (int i = 0; i < observed.size(); i++) {
      wallNanos[size] = observed.wallNanos(i);
      cpuNanos[size] = observed.cpuNanos(i);
      size++;
    }
  }
}
