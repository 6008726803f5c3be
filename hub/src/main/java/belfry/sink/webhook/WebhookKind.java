package belfry.sink.webhook;

import belfry.format.json.JsonValue;
import belfry.sink.Batching;
import belfry.sink.Destination;
import belfry.sink.InvalidSink;
import belfry.sink.Means;
import belfry.sink.Sink;
import belfry.sink.SinkKind;
import belfry.sink.wire.Resolver;

/** Destinations that are URLs; their settings are {@link WebhookSettings}. */
public final class WebhookKind implements SinkKind {
  private final Resolver resolver;

  public WebhookKind() {
    this(Resolver.SYSTEM);
  }

  WebhookKind(Resolver resolver) {
    this.resolver = resolver;
  }

  @Override
  public String name() {
    return "webhook";
  }

  @Override
  public Destination read(JsonValue settings, Means means) throws InvalidSink {
    WebhookSettings read = WebhookSettings.read(settings, means);
    return new Webhook(read, means, resolver, new Handshake(read.handshake()));
  }

  private record Webhook(
      WebhookSettings settings, Means means, Resolver resolver, Handshake handshake)
      implements Destination {
    @Override
    public Batching batching() {
      return settings.body() instanceof BodySettings.Batch(var entriesMax)
          ? new Batching(entriesMax)
          : Batching.SINGLE;
    }

    @Override
    public Sink open() {
      return new WebhookSink(settings, means, resolver, handshake);
    }

    @Override
    public String toString() {
      return settings.toString();
    }
  }
}
