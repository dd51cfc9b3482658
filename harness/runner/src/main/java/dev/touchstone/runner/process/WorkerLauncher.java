package dev.touchstone.runner.process;

import dev.touchstone.worker.SystemClock;
import dev.touchstone.worker.protocol.CorruptFrameException;
import dev.touchstone.worker.protocol.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Starts workers, each a process of its own. Thread-safe. */
public final class WorkerLauncher {

  /** JVMs from here on print a warning to standard error when native code is loaded. */
  private static final int FIRST_THAT_WARNS_OF_NATIVE_CODE = 22;

  private final WorkerInstallation installation;
  private final Limits limits;
  private final Path folder;

  /**
   * Starts workers of one installation.
   *
   * @param folder takes what the workers print on standard error, one file for each trial; made if
   *     it is missing
   * @throws UncheckedIOException if the folder cannot be made
   */
  public WorkerLauncher(WorkerInstallation installation, Limits limits, Path folder) {
    this.installation = installation;
    this.limits = limits;
    this.folder = folder.toAbsolutePath();
    try {
      Files.createDirectories(this.folder);
    } catch (IOException e) {
      throw new UncheckedIOException("making the folder " + folder, e);
    }
  }

  /** What is done with a worker that is ready. */
  @FunctionalInterface
  public interface Task<T> {

    /** Does it. */
    T run(LiveWorker worker) throws WorkerLostException;
  }

  /**
   * Runs a whole trial: starts a worker, lets it work, ends it.
   *
   * @throws UncheckedIOException if no process can be started at all
   */
  public <T> TrialOutcome<T> run(Launch launch, Task<T> task) {
    try (LiveWorker worker = start(launch)) {
      return new TrialOutcome.Completed<>(task.run(worker));
    } catch (WorkerLostException e) {
      return e.outcome();
    }
  }

  /**
   * Starts a worker and waits until it is ready.
   *
   * @return the worker, which whoever asked for it must close
   * @throws WorkerLostException if it does not become ready; then nothing is left of it
   * @throws UncheckedIOException if no process can be started at all
   */
  public LiveWorker start(Launch launch) throws WorkerLostException {
    Path errors = folder.resolve(launch.name().fileName() + ".stderr.txt");
    OptionalLong kills = KernelKills.OF_THIS_MACHINE.count();
    ProcessBuilder builder = builder(launch, errors);
    long spawned = SystemClock.epochNanos();
    Process process = spawn(builder);
    LiveProcesses.ofThisJvm().add(process);
    Conversation conversation = new Conversation(launch.name(), process, errors, kills);
    boolean ready = false;
    try {
      conversation.tell(launch.order());
      expect(conversation, Reply.Started.class, Phase.START);
      Reply.Ready answer = expect(conversation, Reply.Ready.class, Phase.LOAD);
      ready = true;
      return new LiveWorker(launch, conversation, limits, spawned, answer);
    } finally {
      if (!ready) {
        conversation.close();
      }
    }
  }

  private <R extends Reply> R expect(Conversation conversation, Class<R> type, Phase phase)
      throws WorkerLostException {
    Reply reply = conversation.hear(phase, phase == Phase.START ? limits.start() : limits.load());
    if (!type.isInstance(reply)) {
      throw conversation.lostBy(
          phase, new CorruptFrameException("an unexpected " + reply.getClass().getSimpleName()));
    }
    return type.cast(reply);
  }

  private ProcessBuilder builder(Launch launch, Path errors) {
    ProcessBuilder builder = new ProcessBuilder(command(launch));
    builder.directory(folder.toFile());
    builder.redirectError(errors.toFile());
    Map<String, String> environment = builder.environment();
    environment.put("MALLOC_ARENA_MAX", "1");
    environment.put("TOUCHSTONE_PADDING", "x".repeat(launch.paddingBytes()));
    // The JVM announces each of these on standard error and they would change what is measured.
    List.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS").forEach(environment::remove);
    return builder;
  }

  private List<String> command(Launch launch) {
    List<String> command = new ArrayList<>();
    command.add(installation.java().toString());
    String heap = launch.heapMebibytes() + "m";
    command.addAll(
        List.of(
            "-Xms" + heap,
            "-Xmx" + heap,
            "-XX:+AlwaysPreTouch",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            // Tensors lie outside the heap; without this the limit is the heap's size.
            "-XX:MaxDirectMemorySize=1t",
            "-XX:-UsePerfData",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=" + folder.resolve(launch.name().fileName() + ".crash.txt"),
            "-Xshare:auto",
            // ONNX Runtime makes an empty folder there at each start.
            "-Djava.io.tmpdir=" + folder));
    installation.natives().ifPresent(n -> command.add("-Donnxruntime.native.path=" + n));
    if (Runtime.version().feature() >= FIRST_THAT_WARNS_OF_NATIVE_CODE) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(List.of("-cp", installation.classPathText(), installation.mainClass()));
    return command;
  }

  private static Process spawn(ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("starting " + builder.command().get(0), e);
    }
  }
}
