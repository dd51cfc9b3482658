package dev.touchstone.worker.protocol;

import java.util.Optional;

/**
 * Memory of the worker as the Linux kernel accounts for it, in bytes.
 *
 * @param peak high-water mark of the resident set, {@code VmHWM}
 * @param resident {@code VmRSS}
 * @param fileBacked pages mapped from files (libraries, and weights where they are mapped), pages
 *     that several processes share counted in parts: {@code Pss_File}
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
