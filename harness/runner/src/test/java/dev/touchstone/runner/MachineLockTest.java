package dev.touchstone.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.touchstone.baselines.store.SharedLock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineLockTest {

  @TempDir private Path temporary = Path.of("");

  private final List<String> told = new ArrayList<>();

  @Test
  void isWhereTheEnvironmentSaysOrWhereEveryUserFindsIt() {
    assertThat(MachineLock.of(Map.of("TOUCHSTONE_LOCK", "/shared/lock")).file())
        .isEqualTo(Path.of("/shared/lock"));
    assertThat(MachineLock.of(Map.of("TOUCHSTONE_LOCK", " ")))
        .isEqualTo(MachineLock.of(Map.of("TMPDIR", "/my/own")));
  }

  @Test
  void letsAThreadMeasureWithinWhatItMeasures() {
    try (SharedLock.Hold outer = take(lock());
        SharedLock.Hold inner = take(lock())) {
      assertThat(outer).isNotEqualTo(inner);
    }
    assertThat(told).isEmpty();
  }

  @Test
  void isRefusedWhileAnotherThreadHasIt() {
    try (SharedLock.Hold mine = take(lock())) {
      assertThat(mine).isNotNull();
      assertThatThrownBy(() -> CompletableFuture.runAsync(() -> take(lock())).join())
          .hasCauseInstanceOf(MachineBusyException.class)
          .hasMessageContaining(
              "the machine is in use by another thread of this process; nothing was measured");
    }
  }

  @Test
  void keepsNobodyFromMeasuringWhereItCannotBe() {
    Path nowhere = temporary.resolve("nowhere/lock");

    take(new MachineLock(nowhere)).close();

    assertThat(told)
        .singleElement()
        .asString()
        .startsWith("cannot lock " + nowhere)
        .endsWith(
            "so nothing keeps others from measuring meanwhile; TOUCHSTONE_LOCK names another");
  }

  private MachineLock lock() {
    return new MachineLock(temporary.resolve("lock"));
  }

  private SharedLock.Hold take(MachineLock lock) {
    return lock.take(Duration.ZERO, "test", told::add);
  }
}
