package dev.touchstone.worker;

import dev.touchstone.worker.protocol.FrameWriter;
import dev.touchstone.worker.protocol.Messages;
import dev.touchstone.worker.protocol.Reply;
import java.io.IOException;

/** Where replies go to. */
final class Replies {

  private final FrameWriter out;

  Replies(FrameWriter out) {
    this.out = out;
  }

  void send(Reply reply) throws IOException {
    out.write(Messages.frame(reply));
  }

  /** Sends all observations, in several messages if they are many. */
  void send(ObservationLog log) throws IOException {
    for (int from = 0; from < log.size(); from += Reply.Observed.MAX) {
      send(log.part(from, Math.min(log.size(), from + Reply.Observed.MAX)));
    }
  }
}
