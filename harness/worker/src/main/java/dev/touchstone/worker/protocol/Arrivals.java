package dev.touchstone.worker.protocol;

/** Arrivals as fields; {@link Messages} draws the layout. */
final class Arrivals {

  private static final int SINGLE = 0;
  private static final int MULTI = 1;
  private static final int SERVER = 2;
  private static final int OFFLINE = 3;
  private static final int BURST = 4;
  private static final int SUSTAINED = 5;
  private static final int BATCHED = 6;

  private Arrivals() {}

  static void write(FieldWriter to, Arrival arrival) {
    Batching batching = arrival.batching();
    if (!batching.equals(Batching.NONE)) {
      to.u8(BATCHED).i32(batching.maxBatch()).i64(batching.timeoutNanos());
    }
    if (arrival instanceof Arrival.MultiStream multi) {
      to.u8(MULTI).i32(multi.samplesPerQuery());
    } else if (arrival instanceof Arrival.Server server) {
      to.u8(SERVER).f64(server.ratePerSecond()).i64(server.seed());
    } else if (arrival instanceof Arrival.Offline offline) {
      to.u8(OFFLINE).i32(offline.batch());
    } else if (arrival instanceof Arrival.Burst burst) {
      to.u8(BURST).i32(burst.queries()).i64(burst.everyNanos());
    } else if (arrival instanceof Arrival.Sustained sustained) {
      to.u8(SUSTAINED).i64(sustained.sliceNanos());
    } else {
      to.u8(SINGLE);
    }
  }

  static Arrival read(FieldReader from) throws CorruptFrameException {
    int kind = from.u8();
    if (kind == BATCHED) {
      return scheduled(from, new Batching(from.i32(), from.i64()), from.u8());
    }
    return switch (kind) {
      case SINGLE -> new Arrival.SingleStream();
      case MULTI -> new Arrival.MultiStream(from.i32());
      case OFFLINE -> new Arrival.Offline(from.i32());
      case SUSTAINED -> new Arrival.Sustained(from.i64());
      default -> scheduled(from, Batching.NONE, kind);
    };
  }

  private static Arrival scheduled(FieldReader from, Batching batching, int kind)
      throws CorruptFrameException {
    return switch (kind) {
      case SERVER -> new Arrival.Server(from.f64(), from.i64(), batching);
      case BURST -> new Arrival.Burst(from.i32(), from.i64(), batching);
      default -> throw new CorruptFrameException("an arrival of kind " + kind);
    };
  }
}
