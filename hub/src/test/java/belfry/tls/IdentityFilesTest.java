package belfry.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityFilesTest {
  @TempDir Path folder;

  private Path certificate() {
    return folder.resolve("server.crt");
  }

  private Path key() {
    return folder.resolve("server.key");
  }

  private static Identity fresh() {
    return SelfSigned.make(new Names(List.of("hub"), List.of()), Instant.EPOCH, new Random(7));
  }

  /** As if some time had passed since: the clock of a file system is coarse. */
  private static void write(Path file, String text, int second) throws IOException {
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(second)));
  }

  @Test
  void makesOneOnceForItsOwnerOnly() throws Exception {
    Identity made = IdentityFiles.openOrMake(certificate(), key(), () -> fresh()).current();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key())))
        .isEqualTo("rw-------");
    var again = IdentityFiles.openOrMake(certificate(), key(), () -> fresh());
    assertThat(again.current()).isEqualTo(made);
  }

  @Test
  void seesThatTheFilesWereReplacedOnceBothAre() throws Exception {
    Identity before = fresh();
    write(certificate(), Pem.text(before.certificate()), 1);
    write(key(), Pem.text(before.key()), 1);
    var files = IdentityFiles.open(certificate(), key(), Duration.ZERO);
    assertThat(files.current()).isEqualTo(before);

    Identity after = fresh();
    write(certificate(), Pem.text(after.certificate()), 2);
    assertThat(files.current()).as("the key is still the old one").isEqualTo(before);
    Files.delete(key());
    assertThat(files.current()).as("there is no key").isEqualTo(before);
    write(key(), Pem.text(after.key()), 2);
    assertThat(files.current()).isEqualTo(after);
  }

  @Test
  void filesThatDoNotFitAreNamed() throws Exception {
    write(certificate(), Pem.text(fresh().certificate()), 1);
    write(key(), Pem.text(fresh().key()), 1);
    assertThatThrownBy(() -> IdentityFiles.open(certificate(), key()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("server.key: key: of another certificate");
    write(key(), "nothing", 2);
    assertThatThrownBy(() -> IdentityFiles.open(certificate(), key()))
        .hasMessageContaining("server.key: no private key");
    write(certificate(), "", 2);
    assertThatThrownBy(() -> IdentityFiles.open(certificate(), key()))
        .isInstanceOf(IOException.class);
  }
}
