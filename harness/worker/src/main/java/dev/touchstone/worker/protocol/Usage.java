package dev.touchstone.worker.protocol;

import java.util.Optional;

/**
 * Memory of the worker as the Linux kernel accounts for it, in bytes.
 *
 * @param peak high-water mark of the resident set: {@code VmHWM} of {@code /proc/self/status}
 * @param resident {@code Rss} of {@code /proc/self/smaps_rollup}
 * @param fileBacked the part of it that is pages of files (libraries, and weights where they are
 *     mapped): {@code Rss} less {@code Anonymous}. Pages that other processes map too count in
 *     full, so that the figure does not depend on who else is running
 */
public record Usage(long peak, long resident, long fileBacked) {

  static void write(FieldWriter to, Optional<Usage> usage) {
    to.u8(usage.isPresent() ? 1 : 0);
    usage.ifPresent(u -> to.i64(u.peak).i64(u.resident).i64(u.fileBacked));
  }

  static Optional<Usage> read(FieldReader from) throws CorruptFrameException {
    return from.u8() == 0
        ? Optional.empty()
        : Optional.of(new Usage(from.i64(), from.i64(), from.i64()));
  }
}
