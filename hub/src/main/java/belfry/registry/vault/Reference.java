package belfry.registry.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import belfry.registry.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/** Secrets that are kept elsewhere and only named: {@code env:NAME} and {@code file:/path}. */
final class Reference {
  private static final String ENV = "env:";
  private static final String FILE = "file:";

  private Reference() {}

  static boolean is(String text) {
    return text.startsWith(ENV) || text.startsWith(FILE);
  }

  /**
   * Checks its shape, not whether there is something. What is wrong is not quoted: it may be a
   * secret that happens to begin like a reference.
   */
  static void check(String place, String text) throws Refused {
    if (text.startsWith(ENV) && !text.matches("env:[A-Za-z_][A-Za-z0-9_]*")) {
      throw new Refused(place + ": not a name after env: (expected: env:NAME)");
    }
    if (text.startsWith(FILE) && !isPath(text.substring(FILE.length()))) {
      throw new Refused(place + ": not an absolute path after file: (expected: file:/path)");
    }
  }

  private static boolean isPath(String text) {
    try {
      return Path.of(text).isAbsolute();
    } catch (InvalidPathException e) {
      return false;
    }
  }

  static Secret resolve(String place, String text, Map<String, String> environment)
      throws Unreadable {
    try {
      check(place, text);
    } catch (Refused e) {
      throw new Unreadable(place, "not a reference", "env:NAME or file:/path");
    }
    if (text.startsWith(ENV)) {
      String value = environment.get(text.substring(ENV.length()));
      if (value == null) {
        throw new Unreadable(place, text + " is not set", "a variable of the hub's environment");
      }
      return new Secret(value);
    }
    return new Secret(content(place, text, Path.of(text.substring(FILE.length()))));
  }

  /** Without the line end that editors put there. Pipes and devices could block for ever. */
  private static String content(String place, String text, Path path) throws Unreadable {
    if (!Files.isRegularFile(path)) {
      throw new Unreadable(place, text + " is not there, or no file", "a file");
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(path)) {
      bytes = in.readNBytes(Vault.SECRET_BYTES_MAX + 1);
    } catch (IOException e) {
      throw new Unreadable(place, text + " cannot be read", "a file that the hub may read");
    }
    int size = bytes.length;
    if (size > 0 && bytes[size - 1] == '\n') {
      size--;
      if (size > 0 && bytes[size - 1] == '\r') {
        size--;
      }
    }
    if (size > Vault.SECRET_BYTES_MAX) {
      throw new Unreadable(
          place, text + " is longer", "at most " + Vault.SECRET_BYTES_MAX + " bytes");
    }
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, size)).toString();
    } catch (CharacterCodingException e) {
      throw new Unreadable(place, text + " is not text", "UTF-8");
    }
  }
}
