package dev.touchstone.worker;

import ai.onnxruntime.OrtEnvironment;
import dev.touchstone.worker.protocol.Command;
import dev.touchstone.worker.protocol.CpuAccount;
import dev.touchstone.worker.protocol.Marks;
import dev.touchstone.worker.protocol.Order;
import dev.touchstone.worker.protocol.Reply;
import java.io.IOException;
import java.util.List;

/** Carries out one order: loads the model, says so, and obeys commands until it is told to quit. */
final class Worker {

  private final Marker marker;
  private final ProcessFiles process;
  private final Replies replies;

  /**
   * Makes a worker of a process.
   *
   * @param marker holds the process's first instant
   */
  Worker(Marker marker, ProcessFiles process, Replies replies) {
    this.marker = marker;
    this.process = process;
    this.replies = replies;
  }

  /**
   * Carries out an order to the end.
   *
   * @throws IOException if the other end is gone
   */
  void obey(Order order, Commands commands) throws IOException, InterruptedException {
    replies.send(new Reply.Started());
    try {
      OrtEnvironment environment = environment();
      long runtimeLoaded = marker.mark();
      if (order.model().isPresent()) {
        String model = order.model().get();
        Trial.Started started =
            Trial.start(environment, model, order, marker, runtimeLoaded, process);
        try (Trial trial = started.trial()) {
          replies.send(started.ready());
          obey(trial, commands);
        }
      } else {
        replies.send(floor(environment, runtimeLoaded));
        refuse("no model was ordered", commands);
      }
    } catch (ModelRefusedException e) {
      replies.send(new Reply.Refused(LoadedModel.message(e)));
      refuse(LoadedModel.message(e), commands);
    } catch (InferenceException e) {
      replies.send(new Reply.Failed(LoadedModel.message(e)));
      refuse(LoadedModel.message(e), commands);
    }
  }

  private static OrtEnvironment environment() throws ModelRefusedException {
    try {
      return OrtEnvironment.getEnvironment();
    } catch (LinkageError | RuntimeException e) {
      throw new ModelRefusedException("ONNX Runtime cannot be loaded: " + rootMessage(e));
    }
  }

  private static String rootMessage(Throwable error) {
    Throwable cause = error;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.toString();
  }

  private Reply.Ready floor(OrtEnvironment environment, long loaded) {
    return new Reply.Ready(
        new Marks(marker.epochNanos(), loaded, loaded, loaded, loaded),
        process.cpuNanos(),
        process.peakBytes(),
        process.usage(),
        0,
        CpuAccount.PROCESS,
        "no model",
        environment.getVersion(),
        List.of(),
        List.of());
  }

  private void obey(Trial trial, Commands commands) throws IOException, InterruptedException {
    Command command = commands.next();
    while (!(command instanceof Command.Quit)) {
      try {
        obey(trial, command);
      } catch (InferenceException e) {
        replies.send(new Reply.Failed(LoadedModel.message(e)));
      } catch (ModelRefusedException e) {
        replies.send(new Reply.Refused(LoadedModel.message(e)));
      } catch (UnsuitedModelException e) {
        replies.send(new Reply.Unsuited(LoadedModel.message(e)));
      }
      command = commands.next();
    }
  }

  private void obey(Trial trial, Command command)
      throws IOException, InferenceException, ModelRefusedException, UnsuitedModelException {
    if (command instanceof Command.Block block) {
      ObservationLog log = trial.block(block.iterations());
      replies.send(log);
      replies.send(new Reply.Done(log.size()));
    } else if (command instanceof Command.Load load) {
      ObservationLog log = Trial.logFor(load.stop());
      answer(trial.load(load.arrival(), load.stop(), log), log);
    } else if (command instanceof Command.GoOn on) {
      ObservationLog log = Trial.logFor(on.stop());
      answer(trial.goOn(on.stop(), log), log);
    } else if (command instanceof Command.Quality quality) {
      replies.send(new Reply.QualityDone(trial.answer(quality)));
    } else {
      replies.send(new Reply.MemoryRead(process.usage()));
    }
  }

  private void answer(LoadRun.Stretch stretch, ObservationLog log) throws IOException {
    replies.send(log);
    for (Reply.Sliced slice : stretch.slices()) {
      replies.send(slice);
    }
    replies.send(stretch.done());
  }

  private void refuse(String reason, Commands commands) throws IOException, InterruptedException {
    Command command = commands.next();
    while (!(command instanceof Command.Quit)) {
      replies.send(
          command instanceof Command.ReadMemory
              ? new Reply.MemoryRead(process.usage())
              : new Reply.Refused(reason));
      command = commands.next();
    }
  }
}
