package belfry.sink;

import belfry.event.Payload;
import belfry.format.Decoded;
import belfry.format.Encoder;
import java.util.List;

/** Entries as lines: each ends with a line feed, and those inside, white space in JSON, go. */
public final class Lines {
  private Lines() {}

  public static Payload of(Encoder encoder, List<Decoded> entries) {
    List<Payload> encoded = entries.stream().map(encoder::encode).toList();
    byte[] lines = new byte[encoded.stream().mapToInt(line -> line.size() + 1).sum()];
    int at = 0;
    for (Payload line : encoded) {
      line.copyTo(lines, at);
      int end = at + line.size();
      for (; at < end; at++) {
        if (lines[at] == '\n' || lines[at] == '\r') {
          lines[at] = ' ';
        }
      }
      lines[at++] = '\n';
    }
    return Payload.owning(lines);
  }
}
