package belfry.intake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.Locale;

/**
 * Which names hold secrets: those that end, in any case, in one of a few words, so that {@code
 * password}, {@code admin_password}, {@code core.trust_password} and {@code clientSecret} all do;
 * and {@code fds}, LXD's websocket secrets, as a whole.
 */
final class SecretWords {
  private static final List<byte[]> ENDINGS =
      List.of(
              "secret",
              "password",
              "passwd",
              "admin_pass",
              "adminpass",
              "passphrase",
              "token",
              "private_key",
              "privatekey",
              "service_catalog")
          .stream()
          .map(word -> word.getBytes(ISO_8859_1))
          .toList();

  private static final byte[] FDS = "fds".getBytes(ISO_8859_1);

  /** By last letter, from {@code a} on. */
  private static final byte[][][] BY_LAST_LETTER = byLastLetter();

  /** Bits of the last two letters of all words: most names are done with after one look. */
  private static final int[] LAST_TWO = lastTwo();

  private SecretWords() {}

  private static byte[][][] byLastLetter() {
    var words = new byte[26][][];
    for (int letter = 0; letter < words.length; letter++) {
      int last = 'a' + letter;
      words[letter] =
          ENDINGS.stream().filter(word -> word[word.length - 1] == last).toArray(byte[][]::new);
    }
    return words;
  }

  private static int[] lastTwo() {
    var bits = new int[26];
    for (byte[] word : ENDINGS) {
      bits[word[word.length - 1] - 'a'] |= 1 << (word[word.length - 2] & 0x1f);
    }
    bits[FDS[2] - 'a'] |= 1 << (FDS[1] & 0x1f);
    return bits;
  }

  /** Whether the value of a member with this name is a secret. */
  static boolean named(String name) {
    byte[] bytes = name.toLowerCase(Locale.ROOT).getBytes(ISO_8859_1);
    return endsIn(bytes, 0, bytes.length);
  }

  /**
   * Whether what stands before {@code end} may be a name that holds a secret. Cheap if not, which
   * is nearly always.
   */
  static boolean endsIn(byte[] bytes, int from, int end) {
    if (end - from < FDS.length) {
      return false;
    }
    int last = (bytes[end - 1] | 0x20) - 'a';
    if (last < 0 || last > 25 || (LAST_TWO[last] & 1 << (bytes[end - 2] & 0x1f)) == 0) {
      return false;
    }
    for (byte[] word : BY_LAST_LETTER[last]) {
      if (endsWith(bytes, from, end, word)) {
        return true;
      }
    }
    return last == 's' - 'a'
        && endsWith(bytes, from, end, FDS)
        && !letterBefore(bytes, from, end - FDS.length);
  }

  private static boolean endsWith(byte[] bytes, int from, int end, byte[] word) {
    int start = end - word.length;
    if (start < from) {
      return false;
    }
    for (int i = word.length - 1; i >= 0; i--) {
      int c = bytes[start + i];
      if (c != word[i] && (word[i] == '_' || (c | 0x20) != word[i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean letterBefore(byte[] bytes, int from, int at) {
    return at > from && (Character.isLetterOrDigit(bytes[at - 1]) || bytes[at - 1] == '_');
  }
}
