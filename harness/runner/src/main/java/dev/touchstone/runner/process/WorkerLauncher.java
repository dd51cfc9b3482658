package dev.touchstone.runner.process;

import dev.touchstone.runner.confinement.Cell;
import dev.touchstone.runner.confinement.Confinement;
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
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Starts workers, each a process of its own. Thread-safe. */
public final class WorkerLauncher {

  /** JVMs from here on print a warning to standard error when native code is loaded. */
  private static final int FIRST_THAT_WARNS_OF_NATIVE_CODE = 22;

  /** One arena, whatever the number of threads; everything else as the user has set it. */
  private static final Map<String, String> MALLOC = Map.of("MALLOC_ARENA_MAX", "1");

  private final WorkerInstallation installation;
  private final Limits limits;
  private final Path folder;
  private final Confinement confinement;

  /** Starts workers that nothing confines. */
  public WorkerLauncher(WorkerInstallation installation, Limits limits, Path folder) {
    this(installation, limits, folder, Confinement.NONE);
  }

  /**
   * Starts workers of one installation.
   *
   * @param folder takes what the workers print on standard error, one file for each trial; made if
   *     it is missing
   * @param confinement what every worker is held to
   * @throws UncheckedIOException if the folder cannot be made
   */
  public WorkerLauncher(
      WorkerInstallation installation, Limits limits, Path folder, Confinement confinement) {
    this.installation = installation;
    this.limits = limits;
    this.folder = folder.toAbsolutePath();
    this.confinement = confinement;
    try {
      Files.createDirectories(this.folder);
    } catch (IOException e) {
      throw new UncheckedIOException("making the folder " + folder, e);
    }
  }

  /** What workers were held to so far. */
  public Confinement confinement() {
    return confinement;
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
   * @throws UncheckedIOException if no process can be started at all, or its control group cannot
   *     be made
   */
  public LiveWorker start(Launch launch) throws WorkerLostException {
    return startTogether(List.of(launch)).get(0);
  }

  /**
   * Starts workers side by side, in the order given, and waits until all are ready: the start of a
   * JVM and the loading of a model leave a core idle now and then, and it is the larger part of
   * what a fork pair takes.
   *
   * @return the workers in the same order, which whoever asked for them must close
   * @throws WorkerLostException if one does not become ready; then nothing is left of any
   * @throws UncheckedIOException if a process cannot be started at all, or its control group cannot
   *     be made
   */
  public List<LiveWorker> startTogether(List<Launch> launches) throws WorkerLostException {
    List<Starting> starting = new ArrayList<>();
    List<LiveWorker> ready = new ArrayList<>();
    try {
      for (Launch launch : launches) {
        Starting one = spawn(launch);
        starting.add(one);
        one.conversation().tell(launch.order());
      }
      for (Starting one : starting) {
        ready.add(meet(one.launch(), one.conversation(), one.spawned()));
        confinement.observe(one.conversation().processId(), one.cell());
      }
      return List.copyOf(ready);
    } finally {
      if (ready.size() < launches.size()) {
        starting.forEach(one -> one.conversation().close());
      }
    }
  }

  /** A process that has been started, but has not answered. */
  private record Starting(Launch launch, Conversation conversation, Cell cell, long spawned) {}

  private Starting spawn(Launch launch) {
    Path errors = folder.resolve(launch.name().fileName() + ".stderr.txt");
    OptionalLong kills = KernelKills.OF_THIS_MACHINE.count();
    Cell cell = confinement.open();
    ProcessBuilder builder = builder(launch, errors, cell);
    long spawned = SystemClock.epochNanos();
    ProcessTree process = new ProcessTree(spawn(builder, cell));
    LiveProcesses.ofThisJvm().add(process);
    KernelKills.prefer(process.root());
    Conversation conversation = new Conversation(launch.name(), process, errors, kills);
    return new Starting(launch, conversation, cell, spawned);
  }

  /** Waits until a process that was told its order is ready; closes what does not become so. */
  LiveWorker meet(Launch launch, Conversation conversation, long spawned)
      throws WorkerLostException {
    boolean ready = false;
    try {
      expect(conversation, Reply.Started.class, Phase.START);
      Reply.Ready answer = expect(conversation, Reply.Ready.class, Phase.LOAD);
      conversation.remember();
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

  private ProcessBuilder builder(Launch launch, Path errors, Cell cell) {
    ProcessBuilder builder = new ProcessBuilder(cell.command(command(launch)));
    builder.directory(folder.toFile());
    builder.redirectError(errors.toFile());
    Map<String, String> environment = builder.environment();
    environment.putAll(MALLOC);
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
            // The second compiler's working memory comes and goes with its own timing, several
            // megabytes of it; what it would make faster is 0.1 µs of a call.
            "-XX:TieredStopAtLevel=1",
            "-XX:+ExitOnOutOfMemoryError",
            // Tensors lie outside the heap; without this the limit is the heap's size.
            "-XX:MaxDirectMemorySize=1t",
            "-XX:-UsePerfData",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=" + folder.resolve(launch.name().fileName() + ".crash.txt"),
            "-Xshare:auto",
            // ONNX Runtime makes an empty folder there at each start.
            "-Djava.io.tmpdir=" + folder));
    installation
        .natives()
        .ifPresent(n -> command.add("-D" + WorkerInstallation.NATIVE_PATH + "=" + n));
    if (Runtime.version().feature() >= FIRST_THAT_WARNS_OF_NATIVE_CODE) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(List.of("-cp", installation.classPathText(), installation.mainClass()));
    return command;
  }

  /**
   * What glibc's allocator is told in every worker, such as {@code MALLOC_ARENA_MAX=1}.
   *
   * @param environment of this process, whose other {@code MALLOC_} variables reach the workers
   */
  public static String mallocSettings(Map<String, String> environment) {
    Map<String, String> settings = new TreeMap<>(environment);
    settings.keySet().removeIf(key -> !key.startsWith("MALLOC_"));
    settings.putAll(MALLOC);
    return settings.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(" "));
  }

  private static Process spawn(ProcessBuilder builder, Cell cell) {
    try {
      Process process = builder.start();
      cell.closeAfter(process);
      return process;
    } catch (IOException e) {
      cell.close();
      throw new UncheckedIOException("starting " + builder.command().get(0), e);
    }
  }
}
