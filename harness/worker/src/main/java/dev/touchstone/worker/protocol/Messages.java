package dev.touchstone.worker.protocol;

/**
 * Orders, commands and replies as frames. A type number is never given to another message.
 *
 * <pre>
 *    1 Order                        see {@link Order}
 *   16 Block                        i32 iterations
 *   17 Load                         arrival, stop
 *   18 Quality                      text samples, text outputs, i64 from, i64 count
 *   19 ReadMemory                   nothing
 *   20 Quit                         nothing
 *   21 GoOn                         stop
 *   32 Started                      nothing
 *   33 Ready                        5 × i64 marks, optional CPU ns, optional loading peak,
 *                                   usage, i32 warm-up iterations, text CPU account, text outputs, text version, ports, ports
 *   34 Observed                     i32 count, (i64 wall ns, i64 CPU ns)*
 *   35 Done                         i64 observations
 *   36 LoadDone                     i64 observations, i64 queries, i32 samples a query,
 *                                   i32 inferences a query, i64 elapsed ns, i64 inferences, histogram
 *   37 QualityDone                  i64 samples
 *   38 MemoryRead                   usage
 *   39 Refused                      text reason
 *   40 Failed                       text reason
 *   41 Sliced                       i32 index, i64 from ns, i64 to ns, histogram
 *   42 Unsuited                     text reason
 *
 *   arrival = u8 0 single | 1 multi + i32 | 2 server + f64 + i64 | 3 offline + i32
 *           | 4 burst + i32 + i64 ns | 5 sustained + i64 ns
 *           | 6 batching i32 + i64 ns, then arrival 2 or 4
 *   stop = i64 ns, i32 queries, i32 at most queries
 *   histogram = i32 bytes, HdrHistogram V2 compressed
 *   optional = u8 0, or u8 1 and i64
 *   usage = u8 0, or u8 1 and i64 peak, i64 resident, i64 file-backed
 *   ports = i32 count, (text name, text type, text shape)*
 * </pre>
 */
public final class Messages {

  private static final int ORDER = 1;
  private static final int BLOCK = 16;
  private static final int LOAD = 17;
  private static final int QUALITY = 18;
  private static final int READ_MEMORY = 19;
  private static final int QUIT = 20;
  private static final int GO_ON = 21;
  private static final int STARTED = 32;
  private static final int READY = 33;
  private static final int OBSERVED = 34;
  private static final int DONE = 35;
  private static final int LOAD_DONE = 36;
  private static final int QUALITY_DONE = 37;
  private static final int MEMORY_READ = 38;
  private static final int REFUSED = 39;
  private static final int FAILED = 40;
  private static final int SLICED = 41;
  private static final int UNSUITED = 42;

  private Messages() {}

  /** The frame of an order. */
  public static Frame frame(Order order) {
    FieldWriter to = new FieldWriter();
    order.write(to);
    return frame(ORDER, to);
  }

  /**
   * The order in a frame.
   *
   * @throws CorruptFrameException if the frame holds none
   */
  public static Order order(Frame frame) throws CorruptFrameException {
    if (frame.type() != ORDER) {
      throw unknown(frame);
    }
    // No lambda: this runs within the cold start that is measured, where a JVM's first one is dear.
    FieldReader from = frame.fields();
    try {
      Order order = Order.read(from);
      from.end();
      return order;
    } catch (IllegalArgumentException e) {
      throw senseless(frame, e);
    }
  }

  /** The frame of a command. */
  public static Frame frame(Command command) {
    FieldWriter to = new FieldWriter();
    if (command instanceof Command.Block block) {
      return frame(BLOCK, to.i32(block.iterations()));
    }
    if (command instanceof Command.Load load) {
      Arrivals.write(to, load.arrival());
      return frame(LOAD, load.stop().write(to));
    }
    if (command instanceof Command.GoOn on) {
      return frame(GO_ON, on.stop().write(to));
    }
    if (command instanceof Command.Quality quality) {
      to.text(quality.samples()).text(quality.outputs());
      return frame(QUALITY, to.i64(quality.from()).i64(quality.count()));
    }
    return frame(command instanceof Command.Quit ? QUIT : READ_MEMORY, to);
  }

  /**
   * The command in a frame.
   *
   * @throws CorruptFrameException if the frame holds none
   */
  public static Command command(Frame frame) throws CorruptFrameException {
    return read(
        frame,
        from ->
            switch (frame.type()) {
              case BLOCK -> new Command.Block(from.i32());
              case LOAD -> new Command.Load(Arrivals.read(from), Stop.read(from));
              case GO_ON -> new Command.GoOn(Stop.read(from));
              case QUALITY -> new Command.Quality(from.text(), from.text(), from.i64(), from.i64());
              case READ_MEMORY -> new Command.ReadMemory();
              case QUIT -> new Command.Quit();
              default -> throw unknown(frame);
            });
  }

  /** The frame of a reply. */
  public static Frame frame(Reply reply) {
    FieldWriter to = new FieldWriter();
    if (reply instanceof Reply.Started) {
      return frame(STARTED, to);
    }
    if (reply instanceof Reply.Ready ready) {
      return frame(READY, write(to, ready));
    }
    if (reply instanceof Reply.Observed observed) {
      to.i32(observed.size());
      for (int i = 0; i < observed.size(); i++) {
        to.i64(observed.wallNanos(i)).i64(observed.cpuNanos(i));
      }
      return frame(OBSERVED, to);
    }
    if (reply instanceof Reply.Done done) {
      return frame(DONE, to.i64(done.observations()));
    }
    if (reply instanceof Reply.LoadDone done) {
      to.i64(done.observations()).i64(done.queries());
      to.i32(done.samplesPerQuery()).i32(done.inferencesPerQuery());
      to.i64(done.elapsedNanos()).i64(done.inferences());
      return frame(LOAD_DONE, to.bytes(done.histogram().bytes()));
    }
    if (reply instanceof Reply.Sliced slice) {
      to.i32(slice.index()).i64(slice.fromNanos()).i64(slice.toNanos());
      return frame(SLICED, to.bytes(slice.histogram().bytes()));
    }
    if (reply instanceof Reply.Unsuited unsuited) {
      return frame(UNSUITED, to.text(unsuited.reason()));
    }
    if (reply instanceof Reply.QualityDone done) {
      return frame(QUALITY_DONE, to.i64(done.samples()));
    }
    if (reply instanceof Reply.MemoryRead memory) {
      Usage.write(to, memory.usage());
      return frame(MEMORY_READ, to);
    }
    return reply instanceof Reply.Refused refused
        ? frame(REFUSED, to.text(refused.reason()))
        : frame(FAILED, to.text(((Reply.Failed) reply).reason()));
  }

  /**
   * The reply in a frame.
   *
   * @throws CorruptFrameException if the frame holds none
   */
  public static Reply reply(Frame frame) throws CorruptFrameException {
    return read(
        frame,
        from ->
            switch (frame.type()) {
              case STARTED -> new Reply.Started();
              case READY -> ready(from);
              case OBSERVED -> observed(from);
              case DONE -> new Reply.Done(from.i64());
              case LOAD_DONE ->
                  new Reply.LoadDone(
                      from.i64(),
                      from.i64(),
                      from.i32(),
                      from.i32(),
                      from.i64(),
                      from.i64(),
                      new EncodedHistogram(from.bytes()));
              case SLICED ->
                  new Reply.Sliced(
                      from.i32(), from.i64(), from.i64(), new EncodedHistogram(from.bytes()));
              case UNSUITED -> new Reply.Unsuited(from.text());
              case QUALITY_DONE -> new Reply.QualityDone(from.i64());
              case MEMORY_READ -> new Reply.MemoryRead(Usage.read(from));
              case REFUSED -> new Reply.Refused(from.text());
              case FAILED -> new Reply.Failed(from.text());
              default -> throw unknown(frame);
            });
  }

  private static Frame frame(int type, FieldWriter fields) {
    return new Frame(Frame.VERSION, type, fields.toBytes());
  }

  private static <T> T read(Frame frame, FieldReader.Item<T> message) throws CorruptFrameException {
    FieldReader from = frame.fields();
    try {
      T value = message.read(from);
      from.end();
      return value;
    } catch (IllegalArgumentException e) {
      throw senseless(frame, e);
    }
  }

  /** A guard of one of the records: the bytes arrived as they were sent, but make no sense. */
  private static CorruptFrameException senseless(Frame frame, IllegalArgumentException guard) {
    return new CorruptFrameException(
        "message type " + frame.type() + " makes no sense: " + guard.getMessage());
  }

  private static CorruptFrameException unknown(Frame frame) {
    return new CorruptFrameException("message type " + frame.type() + " is not expected here");
  }

  private static FieldWriter write(FieldWriter to, Reply.Ready ready) {
    ready.marks().write(to);
    to.optionalI64(ready.cpuNanos()).optionalI64(ready.loadingPeakBytes());
    Usage.write(to, ready.afterWarmUp());
    to.i32(ready.warmUpIterations()).text(ready.cpuAccount().name());
    to.text(ready.outputs()).text(ready.runtimeVersion());
    return to.list(ready.modelInputs(), (w, port) -> port.write(w))
        .list(ready.modelOutputs(), (w, port) -> port.write(w));
  }

  private static Reply.Ready ready(FieldReader from) throws CorruptFrameException {
    return new Reply.Ready(
        Marks.read(from),
        from.optionalI64(),
        from.optionalI64(),
        Usage.read(from),
        from.i32(),
        from.constant(CpuAccount.class),
        from.text(),
        from.text(),
        from.list(Port::read),
        from.list(Port::read));
  }

  private static Reply.Observed observed(FieldReader from) throws CorruptFrameException {
    int count = from.count(16);
    long[] wall = new long[count];
    long[] cpu = new long[count];
    for (int i = 0; i < count; i++) {
      wall[i] = from.i64();
      cpu[i] = from.i64();
    }
    return new Reply.Observed(wall, cpu);
  }
}
