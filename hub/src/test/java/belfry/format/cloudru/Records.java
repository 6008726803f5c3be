package belfry.format.cloudru;

import belfry.event.Event;
import belfry.event.InvalidEvent;
import belfry.event.Malformed;
import belfry.event.Origin;
import belfry.format.Raw;
import belfry.testing.DecodedEntry;

/** Records for tests: the documented example with real values, and changes of it. */
final class Records {
  static final String EXAMPLE =
      """
      {"eventSource":"Личный кабинет","eventLevel":"INFO","eventType":"CreateProject",\
      "eventStatus":"SUCCESS","eventId":"3fa85f64-5717-4562-b3fc-2c963f66afa6",\
      "authorization":{"authorized":true},"resourceMetadata":[\
      {"resourceType":"customer","resourceId":"c-17","resourceName":"ООО Пример"},\
      {"resourceType":"project","resourceId":"p-42","resourceName":"web"},\
      {"resourceType":"object","resourceId":"o-7","resourceName":"vm-1"}],\
      "requestMetadata":{"remoteAddress":"203.0.113.9","userAgent":"Mozilla/5.0 (X11)",\
      "requestId":"req-1"},"requestMethod":"POST","requestEndpoint":"/v1/projects?x=1",\
      "request":"{\\"name\\": \\"web\\"}","response":"201","authentication":{"authenticated":true,\
      "subjectType":"USER","subjectId":"u-1","subjectName":"ann@example.com"},\
      "xRequestId":"x-1","error":"","details":"зона a","eventTime":"2026-11-20T09:34:18.120Z"}""";

  /** The same record by the names of the field table. */
  static final String SNAKE = snake(EXAMPLE);

  private static final CloudruDialect LENIENT = new CloudruDialect();
  private static final CloudruDialect STRICT = new CloudruDialect(CloudruDialect.Strictness.STRICT);

  private Records() {}

  static String snake(String camel) {
    String snake = camel;
    for (Key key : Key.values()) {
      snake = snake.replace('"' + key.camel() + "\":", '"' + key.snake() + "\":");
    }
    return snake;
  }

  /** The example with a piece of it replaced; the piece must be there. */
  static String changed(String was, String is) {
    if (!EXAMPLE.contains(was)) {
      throw new IllegalArgumentException(was);
    }
    return EXAMPLE.replace(was, is);
  }

  static Raw raw(String record) {
    return DecodedEntry.raw(record, Origin.of("http"));
  }

  static Event decode(String record) throws Malformed, InvalidEvent {
    return LENIENT.decoder().decode(raw(record));
  }

  static Event decodeStrictly(String record) throws Malformed, InvalidEvent {
    return STRICT.decoder().decode(raw(record));
  }

  static DecodedEntry read(String record) throws Malformed, InvalidEvent {
    return DecodedEntry.of(LENIENT, record);
  }
}
