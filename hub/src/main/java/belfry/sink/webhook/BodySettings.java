package belfry.sink.webhook;

import belfry.format.Dialects;
import belfry.format.Encoder;
import belfry.sink.InvalidSink;
import belfry.sink.Means;
import belfry.sink.Members;
import belfry.sink.wire.Request;
import java.util.ArrayList;
import java.util.List;

/**
 * What is sent: {@code body} is the name of a dialect, or {@code cloudevents-binary}, {@code
 * cloudevents-batch} (with {@code batchMax}), {@code glustereventsd}, {@code template} (with {@code
 * template} and {@code contentType}). Without it, the format of the means.
 */
sealed interface BodySettings {
  /** Most entries of one batch. */
  int BATCH_MAX = 1000;

  /**
   * One event of a dialect; {@code cloudevents} is the structured mode of CloudEvents.
   *
   * @param dialect its name
   */
  record Encoded(String dialect) implements BodySettings {}

  /** Attributes in headers, data as the body: CloudEvents HTTP binding 3.1. */
  record Binary() implements BodySettings {}

  /**
   * An array of events: CloudEvents HTTP binding 3.3.
   *
   * @param entriesMax 1 to {@link #BATCH_MAX}
   */
  record Batch(int entriesMax) implements BodySettings {}

  /** The whole request as {@code glustereventsd} sends it, and only 200 is a success. */
  record Glustereventsd() implements BodySettings {}

  /**
   * A text with holes.
   *
   * @param template the text
   * @param contentType its media type
   */
  record Templated(Template template, String contentType) implements BodySettings {}

  static BodySettings read(Members members, Means means) throws InvalidSink {
    Dialects dialects = means.dialects();
    String name = members.text("body", means.format());
    return switch (name) {
      case "cloudevents-binary" -> new Binary();
      case "cloudevents-batch" -> new Batch(members.number("batchMax", 100, 1, BATCH_MAX));
      case "glustereventsd" -> new Glustereventsd();
      case "template" -> templated(members);
      default -> {
        if (dialects.find(name).isEmpty()) {
          var names = new ArrayList<>(dialects.names());
          names.addAll(
              List.of("cloudevents-binary", "cloudevents-batch", "glustereventsd", "template"));
          throw members.invalid("body", name, "one of " + String.join(", ", names));
        }
        yield new Encoded(name);
      }
    };
  }

  private static BodySettings templated(Members members) throws InvalidSink {
    String contentType = members.text("contentType", "application/json");
    Template template = Template.read(members, "template", contentType);
    if (!Request.isValue(contentType)) {
      throw members.invalid("contentType", contentType, "a media type");
    }
    return new Templated(template, contentType);
  }

  /** The encoder of a dialect that is known to be there. */
  static Encoder encoder(Dialects dialects, String name) {
    return dialects
        .find(name)
        .orElseThrow(() -> new IllegalStateException("format: " + name))
        .encoder();
  }
}
