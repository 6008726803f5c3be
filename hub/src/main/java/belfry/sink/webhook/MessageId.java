package belfry.sink.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import belfry.event.Event;
import belfry.format.Decoded;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The {@code webhook-id}: the first 128 bits of SHA-256 over project, source and id of each entry,
 * each led by its length in UTF-8 as four bytes, as hexadecimal digits. The same entries have the
 * same one in every attempt, after every restart.
 */
final class MessageId {
  private static final int BYTES = 16;

  private MessageId() {}

  static String of(List<Decoded> entries) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    for (Decoded decoded : entries) {
      Event event = decoded.entry().event();
      update(digest, event.project());
      update(digest, event.source());
      update(digest, event.id());
    }
    return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
  }

  private static void update(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    digest.update(bytes);
  }
}
