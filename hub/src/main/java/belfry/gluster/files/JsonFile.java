package belfry.gluster.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import belfry.event.Malformed;
import belfry.event.Payload;
import belfry.format.json.Json;
import belfry.format.json.JsonValue;
import belfry.format.json.JsonWriter;
import belfry.format.json.Rules;
import belfry.os.Flock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A file with one JSON object, which Gluster's programs read and write too: as Python's json module
 * spells it, members in the order in which they came.
 *
 * <p>Writers take a {@code flock} on the file itself, write beside it, sync and rename, so readers
 * see the old or the new content and need no lock. A file that is no JSON object is left alone.
 */
public final class JsonFile {
  /** Largest file that is read. */
  public static final int BYTES_MAX = 16 << 20;

  /** How long a writer waits for the other writers. */
  public static final Duration LOCK_WAIT = Duration.ofSeconds(10);

  private static final Payload EMPTY = Payload.of("{}");
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final Path file;
  private final Duration lockWait;

  public JsonFile(Path file) {
    this(file, LOCK_WAIT);
  }

  public JsonFile(Path file, Duration lockWait) {
    this.file = file;
    this.lockWait = lockWait;
  }

  public Path path() {
    return file;
  }

  /**
   * The members, in order; none if there is no such file.
   *
   * @throws Refusal if it is no JSON object
   */
  public Map<String, JsonValue> read() throws Refusal {
    try {
      return parsed(Payload.owning(bytes()));
    } catch (NoSuchFileException e) {
      return new LinkedHashMap<>();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private byte[] bytes() throws IOException {
    try (var in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(BYTES_MAX + 1);
      if (bytes.length > BYTES_MAX) {
        throw new IOException(file + ": over " + BYTES_MAX + " bytes (expected: fewer)");
      }
      return bytes;
    }
  }

  private Map<String, JsonValue> parsed(Payload bytes) throws Refusal {
    try {
      JsonValue document = Json.parse(bytes, Rules.PYTHON);
      if (!document.isObject()) {
        throw new Malformed(document.offset(), "a JSON value that is no object");
      }
      var members = new LinkedHashMap<String, JsonValue>();
      document.forEachMember(members::put);
      return members;
    } catch (Malformed e) {
      throw new Refusal(
          Refusal.FAILED,
          file
              + ": byte "
              + e.column()
              + ": "
              + e.getMessage()
              + " (expected: one JSON object; the file is left as it is: repair or remove it)");
    }
  }

  /** What to do with the members while nobody else writes them. */
  @FunctionalInterface
  public interface Change {
    /**
     * Changes the members in place.
     *
     * @throws Refusal to leave the file as it is
     */
    void apply(Map<String, JsonValue> members) throws Refusal;
  }

  /**
   * Reads, changes and writes the file under its lock; makes it first if it is not there.
   *
   * @throws Refusal what {@code change} throws, or that the file could not be read or written
   */
  public void change(Change change) throws Refusal {
    try {
      create();
      try (Flock _ = Flock.take(file, lockWait)) {
        Map<String, JsonValue> members = parsed(Payload.owning(bytes()));
        change.apply(members);
        var json = new JsonWriter(JsonWriter.Style.PYTHON).beginObject();
        members.forEach(json::member);
        replace(json.endObject().payload());
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /**
   * Puts another content in place of the one there is, under its lock.
   *
   * @throws Refusal if it is no JSON object, or cannot be written
   */
  public void replaceBy(Payload content) throws Refusal {
    Map<String, JsonValue> fresh = parsed(content);
    change(
        members -> {
          members.clear();
          members.putAll(fresh);
        });
  }

  /** A link makes the file appear whole or not at all, whoever else makes it at the same time. */
  private void create() throws IOException {
    if (Files.exists(file)) {
      return;
    }
    Files.createDirectories(file.getParent());
    Path fresh =
        Files.createTempFile(
            file.getParent(),
            "." + file.getFileName(),
            ".new",
            PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    try {
      write(fresh, EMPTY);
      Files.createLink(file, fresh);
    } catch (FileAlreadyExistsException e) {
      // Somebody else was first, and theirs is as good.
    } finally {
      Files.delete(fresh);
    }
  }

  private void replace(Payload content) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".tmp");
    Files.deleteIfExists(next);
    Files.createFile(next, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    write(next, content);
    Files.setAttribute(next, "unix:uid", Files.getAttribute(file, "unix:uid"));
    Files.setAttribute(next, "unix:gid", Files.getAttribute(file, "unix:gid"));
    Files.setPosixFilePermissions(next, Files.getPosixFilePermissions(file));
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel folder = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }

  private static void write(Path file, Payload content) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = content.buffer();
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  private Refusal failed(IOException e) {
    String message = String.valueOf(e.getMessage());
    String what = message.startsWith(file.toString()) ? message : file + ": " + e;
    return new Refusal(Refusal.FAILED, what);
  }

  /** A text as a JSON value. */
  public static JsonValue text(String text) {
    return value(new JsonWriter(JsonWriter.Style.PYTHON).string(text));
  }

  /** What a writer wrote, as a value. */
  public static JsonValue value(JsonWriter json) {
    try {
      return Json.parse(Payload.copyOf(json.payload().toBytes()), Rules.PYTHON);
    } catch (Malformed e) {
      throw new IllegalStateException(new String(json.payload().toBytes(), UTF_8), e);
    }
  }
}
