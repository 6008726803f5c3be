package belfry.sink;

import belfry.format.json.JsonValue;
import java.util.Set;

/** One kind of destination. Each sink sub-package offers one; {@code belfry.Sinks} lists them. */
public interface SinkKind {
  /** The name in a subscription, e.g. {@code webhook}. */
  String name();

  /**
   * Checks the settings of one destination of this kind. Opens nothing and asks nobody.
   *
   * @param settings a JSON object; what it holds is written at the kind's settings record
   * @throws InvalidSink naming the first member that is wrong
   */
  Destination read(JsonValue settings, Means means) throws InvalidSink;

  /**
   * Where in settings of this kind, right or wrong, secrets may be.
   *
   * @return JSON pointers (RFC 6901), whether or not there is something
   */
  Set<String> secrets(JsonValue settings);
}
