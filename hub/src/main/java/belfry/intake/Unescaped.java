package belfry.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import belfry.event.Payload;
import java.util.Arrays;

/**
 * What a JSON string says, with the way back to the bytes that said it.
 *
 * @param bytes the text in UTF-8
 * @param offsets of each of them in the outermost bytes
 */
record Unescaped(Payload bytes, Offsets offsets) {

  /**
   * @param escaped the valid inside of a JSON string
   * @param start where that begins in its document
   * @param outer where a byte of that document stands in the outermost bytes
   */
  static Unescaped of(Payload escaped, int start, Offsets outer) {
    int size = escaped.size();
    var bytes = new byte[size];
    var from = new int[size + 1];
    int count = 0;
    int at = 0;
    while (at < size) {
      int length = escaped.at(at) == '\\' ? escapeLength(escaped, at) : 1;
      byte[] said = length == 1 ? new byte[] {escaped.at(at)} : said(escaped, at, length);
      for (byte b : said) {
        from[count] = at;
        bytes[count++] = b;
      }
      at += length;
    }
    from[count] = size;
    int[] map = Arrays.copyOf(from, count + 1);
    return new Unescaped(Payload.owning(bytes, 0, count), i -> outer.of(start + map[i]));
  }

  private static int escapeLength(Payload escaped, int at) {
    if (escaped.at(at + 1) != 'u') {
      return 2;
    }
    boolean pair =
        at + 11 < escaped.size()
            && Character.isHighSurrogate(unit(escaped, at))
            && escaped.at(at + 6) == '\\'
            && escaped.at(at + 7) == 'u'
            && Character.isLowSurrogate(unit(escaped, at + 6));
    return pair ? 12 : 6;
  }

  private static byte[] said(Payload escaped, int at, int length) {
    return switch (length) {
      case 2 -> new byte[] {simple(escaped.at(at + 1))};
      case 6 -> String.valueOf(unit(escaped, at)).getBytes(UTF_8);
      default -> new String(new char[] {unit(escaped, at), unit(escaped, at + 6)}).getBytes(UTF_8);
    };
  }

  private static byte simple(byte letter) {
    return switch (letter) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> letter;
    };
  }

  private static char unit(Payload escaped, int at) {
    return (char) Integer.parseInt(escaped.slice(at + 2, at + 6).text(), 16);
  }
}
