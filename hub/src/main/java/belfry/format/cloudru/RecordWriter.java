package belfry.format.cloudru;

import static java.nio.charset.StandardCharsets.UTF_8;

import belfry.event.Audit;
import belfry.event.Entry;
import belfry.event.Event;
import belfry.event.Payload;
import belfry.format.Uuids;
import belfry.format.cloudru.RecordEncoder.Spelling;
import belfry.format.json.JsonWriter;
import belfry.format.json.JsonWriter.Style;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Writes one record, key by key in the order of the documented example. */
final class RecordWriter {
  private static final int NO_CAP = Integer.MAX_VALUE;
  private static final int BYTES_PER_CHAR_MAX = 3;

  /** A text that was cut: what it was before. */
  private record Cut(int length, String sha256) {}

  private final JsonWriter out = new JsonWriter(Style.COMPACT, 1024);
  private final Spelling spelling;
  private final int cap;
  private final NavigableMap<String, Cut> cuts = new TreeMap<>();

  /**
   * @param cap most bytes of any text, where its own limit is not less; {@link #NO_CAP} for no
   *     limit at all
   */
  RecordWriter(Spelling spelling, int cap) {
    this.spelling = spelling;
    this.cap = cap;
    out.beginObject();
  }

  /** The record without any limit: what an id is derived from. */
  static Payload whole(Audit audit) {
    return new RecordWriter(Spelling.CAMEL, NO_CAP).record(audit).payload();
  }

  RecordWriter record(Audit audit) {
    text(Key.EVENT_SOURCE, "", audit.eventSource());
    text(Key.EVENT_LEVEL, "", audit.eventLevel().name());
    text(Key.EVENT_TYPE, "", audit.eventType());
    text(Key.EVENT_STATUS, "", audit.eventStatus());
    text(Key.EVENT_ID, "", audit.eventId());
    key(Key.AUTHORIZATION).beginObject();
    key(Key.AUTHORIZED).bool(audit.authorized()).endObject();
    resources(audit.resources());
    key(Key.REQUEST_METADATA).beginObject();
    text(Key.REMOTE_ADDRESS, "requestMetadata.", audit.remoteAddress());
    text(Key.USER_AGENT, "requestMetadata.", audit.userAgent());
    text(Key.REQUEST_ID, "requestMetadata.", audit.requestId());
    out.endObject();
    text(Key.REQUEST_METHOD, "", audit.requestMethod());
    text(Key.REQUEST_ENDPOINT, "", audit.requestEndpoint());
    text(Key.REQUEST, "", audit.request());
    text(Key.RESPONSE, "", audit.response());
    subject(audit.subject());
    text(Key.X_REQUEST_ID, "", audit.xRequestId());
    text(Key.ERROR, "", audit.error());
    text(Key.DETAILS, "", audit.details().text());
    text(Key.EVENT_TIME, "", audit.eventTime());
    return this;
  }

  private void resources(List<Audit.Resource> resources) {
    key(Key.RESOURCE_METADATA).beginArray();
    int shown = cap == NO_CAP ? resources.size() : RecordReader.RESOURCES_MAX;
    for (int i = 0; i < Math.min(shown, resources.size()); i++) {
      String path = "resourceMetadata." + i + ".";
      out.beginObject();
      text(Key.RESOURCE_TYPE, path, resources.get(i).type());
      text(Key.RESOURCE_ID, path, resources.get(i).id());
      text(Key.RESOURCE_NAME, path, resources.get(i).name());
      out.endObject();
    }
    out.endArray();
    if (resources.size() > shown) {
      cuts.put("resourceMetadata", new Cut(resources.size(), sha256(resources.toString())));
    }
  }

  private void subject(Audit.Subject subject) {
    key(Key.AUTHENTICATION).beginObject();
    key(Key.AUTHENTICATED).bool(subject.authenticated());
    text(Key.SUBJECT_TYPE, "authentication.", subject.type());
    text(Key.SUBJECT_ID, "authentication.", subject.id());
    text(Key.SUBJECT_NAME, "authentication.", subject.name());
    out.endObject();
  }

  private JsonWriter key(Key key) {
    return out.key(
        switch (spelling) {
          case CAMEL -> key.camel();
          case SNAKE -> key.snake();
        });
  }

  private void text(Key key, String path, String text) {
    key(key).string(cut(key, path, text));
  }

  private String cut(Key key, String path, String text) {
    int max = cap == NO_CAP ? NO_CAP : Math.min(cap, key.bytesMax());
    if (text.length() <= max / BYTES_PER_CHAR_MAX) {
      return text;
    }
    byte[] bytes = text.getBytes(UTF_8);
    if (bytes.length <= max) {
      return text;
    }
    int end = max;
    while (end > 0 && (bytes[end] & 0xc0) == 0x80) {
      end--;
    }
    cuts.put(path + key.camel(), new Cut(bytes.length, sha256(bytes)));
    return new String(bytes, 0, end, UTF_8);
  }

  /** What the hub knows beside the record. */
  void hub(Entry entry, Audit audit) {
    Event event = entry.event();
    out.key("hub")
        .beginObject()
        .member("recordedTime", entry.recordedTime().toString())
        .member("index", entry.position().offset())
        .member("partition", entry.position().partition())
        .member("severity", event.severity().name())
        .key("inferred")
        .beginArray();
    audit.inferred().forEach(out::string);
    out.endArray().key("truncated").beginObject();
    cuts.forEach(
        (path, cut) ->
            out.key(path)
                .beginObject()
                .member("length", cut.length())
                .member("sha256", cut.sha256())
                .endObject());
    out.endObject()
        .member("tenant", event.project())
        .member("logSource", audit.logSource().text())
        .endObject();
  }

  Payload payload() {
    return out.endObject().payload();
  }

  private static String sha256(String text) {
    return sha256(text.getBytes(UTF_8));
  }

  private static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(Uuids.sha256(Payload.owning(bytes)));
  }
}
