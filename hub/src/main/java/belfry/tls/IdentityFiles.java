package belfry.tls;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;

/**
 * An identity in two PEM files, read again when they change: whoever renews a certificate replaces
 * the files, and the next connection sees the new one. While the two do not fit each other, the
 * identity before them stays. Thread-safe.
 */
public final class IdentityFiles {
  /** How often the files are looked at, at most. */
  static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private static final System.Logger LOG = System.getLogger(IdentityFiles.class.getName());

  private final Path certificate;
  private final Path key;
  private final long lookEveryNanos;
  private long lookedNanos = System.nanoTime();
  private String state;
  private Identity current;

  private IdentityFiles(Path certificate, Path key, Duration lookEvery) throws IOException {
    this.certificate = certificate;
    this.key = key;
    this.lookEveryNanos = lookEvery.toNanos();
    this.state = state();
    this.current = read();
  }

  /**
   * Reads an identity.
   *
   * @throws IOException naming the file that cannot be read or does not fit the other
   */
  public static IdentityFiles open(Path certificate, Path key) throws IOException {
    return open(certificate, key, LOOK_EVERY);
  }

  static IdentityFiles open(Path certificate, Path key, Duration lookEvery) throws IOException {
    return new IdentityFiles(certificate, key, lookEvery);
  }

  /** As {@link #open}, after writing what {@code made} gives if there is no certificate yet. */
  public static IdentityFiles openOrMake(Path certificate, Path key, Supplier<Identity> made)
      throws IOException {
    if (!Files.exists(certificate)) {
      Identity fresh = made.get();
      write(key, Pem.text(fresh.key()), "rw-------");
      write(certificate, Pem.text(fresh.certificate()), "rw-r--r--");
    }
    return open(certificate, key);
  }

  /** The certificate is written last: where there is one, there is its key. */
  private static void write(Path file, String text, String mode) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    var permissions = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(fresh, options, permissions)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(US_ASCII));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** The identity of the files as they are now, or were when they last fitted each other. */
  public synchronized Identity current() {
    long now = System.nanoTime();
    if (now - lookedNanos >= lookEveryNanos) {
      lookedNanos = now;
      look();
    }
    return current;
  }

  private void look() {
    try {
      String seen = state();
      if (!seen.equals(state)) {
        state = seen;
        current = read();
        LOG.log(
            INFO, "certificate read again fingerprint=" + Fingerprint.of(current.certificate()));
      }
    } catch (IOException e) {
      LOG.log(WARNING, "certificate not read again error=" + e.getMessage());
    }
  }

  /** What changes when somebody replaces or writes a file. */
  private String state() {
    return state(certificate) + " " + state(key);
  }

  private static String state(Path file) {
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return attributes.lastModifiedTime() + "/" + attributes.size() + "/" + attributes.fileKey();
    } catch (IOException e) {
      return "unreadable";
    }
  }

  private Identity read() throws IOException {
    var chain = part(certificate, Pem::certificates);
    var secret = part(key, Pem::privateKey);
    try {
      return new Identity(chain, secret);
    } catch (IllegalArgumentException e) {
      throw new IOException(certificate + ", " + key + ": " + e.getMessage(), e);
    }
  }

  @FunctionalInterface
  private interface Parser<T> {
    T parse(String pem) throws GeneralSecurityException;
  }

  private static <T> T part(Path file, Parser<T> parser) throws IOException {
    try {
      return parser.parse(Files.readString(file, US_ASCII));
    } catch (GeneralSecurityException e) {
      throw new IOException(file + ": " + e.getMessage() + " (expected: PEM)", e);
    }
  }
}
