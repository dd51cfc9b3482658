package dev.touchstone.worker.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessagesTest {

  private static final Order ORDER =
      new Order(
          Optional.of("/m.onnx"),
          new RuntimeSettings(2, Optimization.BASIC, Map.of("k", "v")),
          new ModelInputs(Optional.of("/s"), 8, -3),
          new WarmUp(200, 400_000_000L, 15),
          0.1);

  @Test
  void readAnOrderAsItWasWritten() throws CorruptFrameException {
    assertThat(Messages.order(Messages.frame(ORDER))).isEqualTo(ORDER);
    assertThat(Messages.order(Messages.frame(Order.empty()))).isEqualTo(Order.empty());
  }

  /**
   * The bytes of version 1; they are read for ever, so this test is never changed, only added to.
   */
  @Test
  void readAnOrderOfVersion1() throws CorruptFrameException {
    byte[] payload =
        HexFormat.of()
            .parseHex(
                "01000000072f6d2e6f6e6e780000000200000005424153494300000001000000016b000000017601"
                    + "000000022f7300000008fffffffffffffffd000000c80000000017d784000000000f3fb99999"
                    + "9999999a");

    assertThat(Messages.frame(ORDER).payload()).isEqualTo(payload);
    assertThat(Messages.order(new Frame(1, 1, payload))).isEqualTo(ORDER);
  }

  @Test
  void readAnOrderWithStallsAsItWasWritten() throws CorruptFrameException {
    Order stalled = ORDER.withStall(new Stall(200, 5_000));

    assertThat(Messages.order(Messages.frame(stalled))).isEqualTo(stalled);
  }

  @Test
  void readASliceAsItWasWritten() throws CorruptFrameException {
    Histogram histogram = new Histogram(3);
    histogram.recordValue(7);

    Reply.Sliced read =
        (Reply.Sliced)
            Messages.reply(
                Messages.frame(new Reply.Sliced(1, 2, 3, EncodedHistogram.of(histogram))));

    assertThat(read.index()).isEqualTo(1);
    assertThat(read.fromNanos()).isEqualTo(2);
    assertThat(read.toNanos()).isEqualTo(3);
    assertThat(read.histogram().decode()).isEqualTo(histogram);
  }

  @Test
  void readAnOrderToLoadFromBytes() throws CorruptFrameException {
    Order order = ORDER.with(ORDER.runtime().from(ModelSource.BYTES));

    assertThat(Messages.order(Messages.frame(order))).isEqualTo(order);
  }

  static Stream<Command> commands() {
    return Stream.of(
        new Command.Block(70),
        new Command.Load(new Arrival.SingleStream(), Stop.after(5, 11)),
        new Command.Load(new Arrival.MultiStream(8), Stop.afterQueries(3)),
        new Command.Load(new Arrival.Server(40.5, 7), new Stop(1, 2, 3)),
        new Command.Load(new Arrival.Offline(32), new Stop(1, 2, 3)),
        new Command.Load(new Arrival.Server(1, 2, new Batching(8, 5)), new Stop(1, 2, 3)),
        new Command.Load(new Arrival.Burst(16, 9, Batching.NONE), new Stop(1, 2, 3)),
        new Command.Load(new Arrival.Burst(16, 9, new Batching(4, 0)), new Stop(1, 2, 3)),
        new Command.Load(new Arrival.Sustained(6), Stop.afterTime(60)),
        new Command.GoOn(Stop.afterQueries(3)),
        new Command.Quality("/samples \u00e9", "/answers", 3, 4),
        new Command.ReadMemory(),
        new Command.Quit());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void readACommandAsItWasWritten(Command command) throws CorruptFrameException {
    assertThat(Messages.command(Messages.frame(command))).isEqualTo(command);
  }

  static Stream<Reply> replies() {
    return Stream.of(
        new Reply.Started(),
        new Reply.Ready(
            new Marks(1, 2, 3, 4, 5),
            OptionalLong.of(6),
            OptionalLong.empty(),
            Optional.of(new Usage(7, 8, 9)),
            10,
            CpuAccount.INFERENCE_THREADS,
            "pinned",
            "1.29.0",
            List.of(new Port("x", "FLOAT", "[N, 4]")),
            List.of()),
        new Reply.Done(12),
        new Reply.QualityDone(13),
        new Reply.MemoryRead(Optional.empty()),
        new Reply.MemoryRead(Optional.of(new Usage(1, 2, 3))),
        new Reply.Refused("no such operator\nsecond line"),
        new Reply.Failed("Reshape"),
        new Reply.Unsuited("no batch"));
  }

  @ParameterizedTest
  @MethodSource("replies")
  void readAReplyAsItWasWritten(Reply reply) throws CorruptFrameException {
    assertThat(Messages.reply(Messages.frame(reply))).isEqualTo(reply);
  }

  @Test
  void readObservationsAsTheyWereWritten() throws CorruptFrameException {
    Reply.Observed written = new Reply.Observed(new long[] {1, 1L << 40}, new long[] {3, 4});

    Reply.Observed read = (Reply.Observed) Messages.reply(Messages.frame(written));

    assertThat(read.size()).isEqualTo(2);
    assertThat(read.wallNanos(1)).isEqualTo(1L << 40);
    assertThat(read.cpuNanos(0)).isEqualTo(3);
  }

  @Test
  void readAHistogramAsItWasWritten() throws CorruptFrameException {
    Histogram histogram = new Histogram(3);
    histogram.setAutoResize(true);
    histogram.recordValue(32_000);
    histogram.recordValue(9_000_000_000L);

    Reply.LoadDone read =
        (Reply.LoadDone)
            Messages.reply(
                Messages.frame(
                    new Reply.LoadDone(1, 2, 3, 4, 5, 6, EncodedHistogram.of(histogram))));

    assertThat(read.histogram().decode()).isEqualTo(histogram);
    assertThat(read.elapsedNanos()).isEqualTo(5);
    assertThat(read.inferences()).isEqualTo(6);
    assertThatThrownBy(() -> new EncodedHistogram(new byte[] {1, 2, 3}).decode())
        .isInstanceOf(CorruptFrameException.class);
  }

  @Test
  void refuseATypeThatIsNotExpected() {
    Frame reply = Messages.frame(new Reply.Started());

    assertThatThrownBy(() -> Messages.command(reply))
        .isInstanceOf(CorruptFrameException.class)
        .hasMessage("message type 32 is not expected here");
    assertThatThrownBy(() -> Messages.order(reply))
        .isInstanceOf(CorruptFrameException.class)
        .hasMessage("message type 32 is not expected here");
  }

  @Test
  void refuseValuesThatMakeNoSense() {
    assertThatThrownBy(() -> Messages.command(new Frame(1, 16, new byte[4])))
        .isInstanceOf(CorruptFrameException.class)
        .hasMessage("message type 16 makes no sense: a block needs an iteration, was 0");
  }

  @Test
  void refuseFieldsThatAreMissingOrTooMany() {
    assertThatThrownBy(() -> Messages.command(new Frame(1, 16, new byte[3])))
        .isInstanceOf(CorruptFrameException.class)
        .hasMessage("the payload ends after 3 bytes, in the middle of a field");
    assertThatThrownBy(() -> Messages.command(new Frame(1, 20, new byte[1])))
        .isInstanceOf(CorruptFrameException.class)
        .hasMessage("1 bytes are left after the last field");
  }

  @Test
  void refuseACountThatThePayloadCannotHold() {
    byte[] payload = {0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff};

    assertThatThrownBy(() -> Messages.reply(new Frame(1, 34, payload)))
        .isInstanceOf(CorruptFrameException.class)
        .hasMessage("a count of 2147483647 where only 0 bytes are left");
  }
}
