package belfry.journal;

import belfry.event.Event;
import belfry.event.Origin;
import belfry.event.Payload;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Writes envelope, origin and marks as tagged fields; section 6 of the format. */
final class Envelope {
  static final int ID = 1;
  static final int SOURCE = 2;
  static final int TYPE = 3;
  static final int SUBJECT = 4;
  static final int TIME = 5;
  static final int PROJECT = 6;
  static final int NATIVE_PROJECT = 7;
  static final int LOCATION = 8;
  static final int SEVERITY = 9;
  static final int FORMAT = 10;
  static final int DECODER_VERSION = 11;
  static final int CONNECTOR = 16;
  static final int PRINCIPAL = 17;
  static final int ADDRESS = 18;
  static final int ATTRIBUTE = 19;
  static final int MASKED = 24;
  static final int CONFLICT = 25;

  /** Tags from here on are not of this version; kept as they are. */
  static final int FIRST_UNKNOWN = 32;

  private final ByteWriter value = new ByteWriter(256);

  /**
   * Appends the fields of an event.
   *
   * @throws IllegalArgumentException if an unknown field has the tag of a known one
   */
  void write(Event event, ByteWriter out) {
    text(out, ID, event.id());
    text(out, SOURCE, event.source());
    text(out, TYPE, event.type());
    text(out, SUBJECT, event.subject());
    value.clear();
    Instant time = event.time();
    value.zigzag(time.getEpochSecond());
    value.varint(time.getNano());
    field(out, TIME);
    text(out, PROJECT, event.project());
    text(out, NATIVE_PROJECT, event.nativeProject());
    text(out, LOCATION, event.location());
    number(out, SEVERITY, event.severity().number());
    text(out, FORMAT, event.format());
    number(out, DECODER_VERSION, event.decoderVersion());
    write(event.origin(), out);
    for (String pointer : event.marks().masked()) {
      out.varint(MASKED);
      out.text(pointer);
    }
    if (event.marks().conflict()) {
      out.varint(CONFLICT);
      out.varint(0);
    }
    event.marks().unknown().forEach((tag, bytes) -> unknown(out, tag, bytes));
  }

  private void write(Origin origin, ByteWriter out) {
    text(out, CONNECTOR, origin.connector());
    text(out, PRINCIPAL, origin.principal());
    text(out, ADDRESS, origin.address());
    for (Map.Entry<String, String> attribute : origin.attributes().entrySet()) {
      value.clear();
      value.text(attribute.getKey());
      byte[] text = attribute.getValue().getBytes(java.nio.charset.StandardCharsets.UTF_8);
      value.raw(text, 0, text.length);
      field(out, ATTRIBUTE);
    }
  }

  private static void unknown(ByteWriter out, int tag, Payload bytes) {
    if (tag < FIRST_UNKNOWN) {
      throw new IllegalArgumentException(
          "unknown field: tag " + tag + " (expected: " + FIRST_UNKNOWN + " or more)");
    }
    out.varint(tag);
    out.varint(bytes.size());
    out.raw(bytes);
  }

  private static void text(ByteWriter out, int tag, String text) {
    if (!text.isEmpty()) {
      out.varint(tag);
      out.text(text);
    }
  }

  private static void text(ByteWriter out, int tag, Optional<String> text) {
    if (text.isPresent()) {
      text(out, tag, text.get());
    }
  }

  private static void number(ByteWriter out, int tag, int number) {
    out.varint(tag);
    out.varint(ByteWriter.varintSize(number));
    out.varint(number);
  }

  private void field(ByteWriter out, int tag) {
    out.varint(tag);
    out.varint(value.size());
    out.raw(value.array(), 0, value.size());
  }
}
