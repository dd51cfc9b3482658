package dev.touchstone.runner;

import dev.touchstone.baselines.Block;
import dev.touchstone.baselines.ColdStart;
import dev.touchstone.baselines.Memory;
import dev.touchstone.runner.confinement.Confinement;
import dev.touchstone.runner.process.Answers;
import dev.touchstone.runner.process.Launch;
import dev.touchstone.runner.process.Limits;
import dev.touchstone.runner.process.LiveWorker;
import dev.touchstone.runner.process.LoadObservations;
import dev.touchstone.runner.process.WorkerInstallation;
import dev.touchstone.runner.process.WorkerLauncher;
import dev.touchstone.runner.process.WorkerLostException;
import dev.touchstone.worker.protocol.Arrival;
import dev.touchstone.worker.protocol.Reply;
import dev.touchstone.worker.protocol.Stop;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Workers that are processes on this machine.
 *
 * @param launcher starts them
 */
public record ProcessWorkers(WorkerLauncher launcher) implements Workers {

  /**
   * Workers made of the parts that this process was started with.
   *
   * @param cache folder in which native libraries are kept between runs
   * @param trials folder that takes what the workers print on standard error
   */
  public static ProcessWorkers ofThisProcess(Path cache, Path trials) {
    return ofThisProcess(cache, trials, Confinement.NONE);
  }

  /** The same, held to the limits of a profile. */
  public static ProcessWorkers ofThisProcess(Path cache, Path trials, Confinement confinement) {
    return new ProcessWorkers(
        new WorkerLauncher(
            WorkerInstallation.ofThisProcess(cache), Limits.DEFAULT, trials, confinement));
  }

  @Override
  public Map<String, String> limits() {
    return launcher.confinement().facts();
  }

  @Override
  public Worker start(Launch launch) throws BrokenTrialException {
    return told(() -> new ProcessWorker(launcher.start(launch)));
  }

  @Override
  public List<Worker> startTogether(List<Launch> launches) throws BrokenTrialException {
    return told(
        () -> launcher.startTogether(launches).stream().<Worker>map(ProcessWorker::new).toList());
  }

  private interface Telling<T> {
    T tell() throws WorkerLostException;
  }

  private static <T> T told(Telling<T> telling) throws BrokenTrialException {
    try {
      return telling.tell();
    } catch (WorkerLostException e) {
      throw new BrokenTrialException(e.fault());
    }
  }

  private record ProcessWorker(LiveWorker process) implements Worker {

    @Override
    public Reply.Ready ready() {
      return process.ready();
    }

    @Override
    public Optional<ColdStart> coldStart() {
      return process.coldStart();
    }

    @Override
    public Block block(int iterations) throws BrokenTrialException {
      return told(() -> process.block(iterations));
    }

    @Override
    public LoadObservations load(Arrival arrival, Stop stop) throws BrokenTrialException {
      return told(() -> process.load(arrival, stop));
    }

    @Override
    public LoadObservations goOn(Stop stop) throws BrokenTrialException {
      return told(() -> process.goOn(stop));
    }

    @Override
    public Answers quality(Path samples, Path answers, long count) throws BrokenTrialException {
      return told(() -> process.quality(samples, answers, count));
    }

    @Override
    public Optional<Memory> memory() throws BrokenTrialException {
      return told(process::memory);
    }

    @Override
    public void close() {
      process.close();
    }
  }
}
