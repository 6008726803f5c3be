package belfry.delivery.subscriptions;

import belfry.filter.InvalidFilter;
import belfry.registry.Refused;
import belfry.sink.InvalidSink;

/** A document that no subscription can be made of. Tell whoever wrote it. */
public final class InvalidSubscription extends Exception {
  private static final long serialVersionUID = 1L;

  private final String member;

  InvalidSubscription(String member, String was, String expected) {
    this(new InvalidSink(member, was, expected));
  }

  InvalidSubscription(InvalidSink cause) {
    super(cause.getMessage());
    this.member = cause.member();
  }

  /** Whose text says already what was and what was expected. */
  InvalidSubscription(String member, InvalidFilter cause) {
    super(member + ": " + cause.getMessage());
    this.member = member;
  }

  /** Of what the registry cannot take. */
  InvalidSubscription(Refused cause) {
    super(cause.getMessage());
    this.member = "";
  }

  /** That which is wrong with the settings of its sink. */
  static InvalidSubscription inSettings(InvalidSink cause) {
    return new InvalidSubscription(cause.inside("settings"));
  }

  /** Dotted path of the wrong member; empty if it is the whole. */
  public String member() {
    return member;
  }
}
