package belfry.journal;

import java.util.Locale;

/** What a journal is for. Codes are part of the format and never change. */
public enum PartitionKind {
  /** Public events: feeds index, tails, subscriptions and notary. */
  EVENT(0),
  /** Attempts, deferred entries, dead letters. */
  DELIVERY(1),
  /** The registry. */
  CONTROL(2);

  private final int code;

  PartitionKind(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  /** The word in files and directories. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static PartitionKind of(int code) {
    for (PartitionKind kind : values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    throw new IllegalArgumentException("partition kind: " + code + " (expected: 0 to 2)");
  }
}
