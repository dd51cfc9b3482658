package dev.touchstone.baselines.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SharedLockTest {

  @TempDir private Path temporary = Path.of("");

  private final List<String> heard = new ArrayList<>();

  @Test
  void isTakenAgainByTheThreadThatHasIt() throws IOException {
    SharedLock.Hold outer = take(Duration.ZERO).orElseThrow();
    SharedLock.Hold inner = take(Duration.ZERO).orElseThrow();
    inner.close();

    assertThat(fromAnotherThread()).isEmpty();
    assertThat(heard).containsExactly("another thread of this process");

    outer.close();
    assertThat(fromAnotherThread()).isPresent();
  }

  @Test
  void isHeldByOneProcessThatSaysWhoItIsAndEndsWithIt() throws Exception {
    Process other = StoreMain.process("hold", lock(), "process 7 of alice").start();
    assertThat(other.inputReader().readLine()).isEqualTo("holds");

    assertThat(take(Duration.ZERO)).isEmpty();
    assertThat(take(Duration.ofMillis(250))).isEmpty();
    assertThat(heard).containsExactly("process 7 of alice", "process 7 of alice");

    CompletableFuture<Boolean> patient =
        CompletableFuture.supplyAsync(
            () -> {
              try (SharedLock.Hold mine = take(Duration.ofMinutes(1)).orElseThrow()) {
                return mine != null;
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    other.destroyForcibly();
    assertThat(patient.get(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void canBeTakenByEveryUser() throws IOException {
    try (SharedLock.Hold mine =
        SharedLock.ofEverybody(lock()).take(Duration.ZERO, "me", heard::add).orElseThrow()) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(lock())))
          .isEqualTo("rw-rw-rw-");
      assertThat(lock()).hasContent("me");
      assertThat(mine).isNotNull();
    }
    assertThat(lock()).isEmptyFile();
  }

  @Test
  void doesNotFollowALinkToSomebodyElsesFile() throws IOException {
    Path precious = Files.writeString(temporary.resolve("precious"), "precious");
    Files.createSymbolicLink(lock(), precious);

    assertThatThrownBy(() -> take(Duration.ZERO)).isInstanceOf(IOException.class);
    assertThat(precious).hasContent("precious");
  }

  @Test
  void cannotBeWhereNoFileCanBe() {
    assertThatThrownBy(
            () ->
                SharedLock.in(temporary.resolve("nowhere/lock"))
                    .take(Duration.ZERO, "me", heard::add))
        .isInstanceOf(IOException.class);
  }

  private Optional<String> fromAnotherThread() {
    return CompletableFuture.supplyAsync(
            () -> {
              try {
                Optional<SharedLock.Hold> hold = take(Duration.ZERO);
                hold.ifPresent(SharedLock.Hold::close);
                return hold.map(h -> "had it");
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            })
        .join();
  }

  private Optional<SharedLock.Hold> take(Duration patience) throws IOException {
    return SharedLock.in(lock()).take(patience, "me", heard::add);
  }

  private Path lock() {
    return temporary.resolve("lock");
  }
}
