package belfry.registry.vault;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Set;
import java.util.random.RandomGenerator;

/** The key on disk: one line of text, of mode 0600. Who loses it loses all sealed secrets. */
final class KeyFile {
  /** Of the key, for AES-256. */
  static final int KEY_BYTES = 32;

  private static final String FIRST_WORD = "belfry-key-v1 ";
  private static final int FILE_BYTES_MAX = 256;
  private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rw-------");

  private KeyFile() {}

  /**
   * The key, made now if there is no file. A file that is there is never written to.
   *
   * @throws IOException if the file is not a key, or others may read it
   */
  static byte[] readOrMake(Path path, RandomGenerator random) throws IOException {
    if (!Files.exists(path)) {
      make(path, random);
    }
    Set<PosixFilePermission> mode = Files.getPosixFilePermissions(path);
    if (!MODE.containsAll(mode)) {
      throw new IOException(
          path
              + ": mode "
              + PosixFilePermissions.toString(mode)
              + " (expected: rw-------, as nobody else may read the key)");
    }
    if (Files.size(path) > FILE_BYTES_MAX) {
      throw notAKey(path);
    }
    String text = new String(Files.readAllBytes(path), US_ASCII).strip();
    if (!text.startsWith(FIRST_WORD)) {
      throw notAKey(path);
    }
    byte[] key;
    try {
      key = Base64.getDecoder().decode(text.substring(FIRST_WORD.length()));
    } catch (IllegalArgumentException e) {
      throw notAKey(path);
    }
    if (key.length != KEY_BYTES) {
      throw notAKey(path);
    }
    return key;
  }

  /** Written under a name of its own and then linked, which fails if somebody else was first. */
  private static void make(Path path, RandomGenerator random) throws IOException {
    byte[] key = new byte[KEY_BYTES];
    random.nextBytes(key);
    String line = FIRST_WORD + Base64.getEncoder().encodeToString(key) + "\n";
    Path directory = requireNonNull(path.toAbsolutePath().getParent(), "directory of the key");
    var mode = PosixFilePermissions.asFileAttribute(MODE);
    Path fresh = Files.createTempFile(directory, path.getFileName() + ".", ".new", mode);
    try {
      try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(US_ASCII));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      link(path, fresh);
    } finally {
      Files.delete(fresh);
    }
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void link(Path path, Path fresh) throws IOException {
    try {
      Files.createLink(path, fresh);
    } catch (FileAlreadyExistsException e) {
      // The other one's key is as good, and it may be in use already.
    }
  }

  private static IOException notAKey(Path path) {
    return new IOException(
        path
            + ": not a key (expected: one line, '"
            + FIRST_WORD
            + "' and 32 bytes in base64; restore it from a backup)");
  }
}
