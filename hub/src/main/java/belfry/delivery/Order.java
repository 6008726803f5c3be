package belfry.delivery;

import belfry.event.Entry;

/** Which entries of a subscription must not overtake each other. */
public enum Order {
  /** Those of one source, within a project. */
  SOURCE,
  /** Those about one subject of one source, within a project. */
  SUBJECT,
  /** None: each entry stands for itself. */
  NONE;

  /** Entries with the same ordering key are delivered in the order of the journal. */
  public String key(Entry entry) {
    var event = entry.event();
    return switch (this) {
      case SOURCE -> event.project() + '\n' + event.source();
      case SUBJECT -> event.project() + '\n' + event.source() + '\n' + event.subject().orElse("");
      case NONE -> entry.position().toString();
    };
  }
}
