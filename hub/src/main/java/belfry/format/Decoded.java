package belfry.format;

import belfry.event.Audit;
import belfry.event.Entry;
import belfry.format.json.JsonValue;

/** An entry with what its dialect reads out of its bytes. What an {@link Encoder} works from. */
public interface Decoded {
  Entry entry();

  Audit audit();

  /** The data as a JSON document; see {@link Dialect#content}. */
  JsonValue content();
}
