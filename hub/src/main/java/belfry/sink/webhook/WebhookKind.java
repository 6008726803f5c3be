package belfry.sink.webhook;

import belfry.format.json.JsonValue;
import belfry.sink.Batching;
import belfry.sink.Destination;
import belfry.sink.InvalidSink;
import belfry.sink.Means;
import belfry.sink.Sink;
import belfry.sink.SinkKind;
import belfry.sink.wire.Resolver;
import java.util.Set;
import java.util.TreeSet;

/** Destinations that are URLs; their settings are {@link WebhookSettings}. */
public final class WebhookKind implements SinkKind {
  private static final Set<String> SECRETS =
      Set.of("/auth/token", "/auth/password", "/auth/clientSecret", "/auth/secret", "/tls/key");

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

  @Override
  public Set<String> secrets(JsonValue settings) {
    var secrets = new TreeSet<>(SECRETS);
    settings
        .get("headers")
        .ifPresent(
            headers ->
                headers.forEachMember((name, value) -> secrets.add("/headers/" + escaped(name))));
    for (int i = 0; i < Signing.SECRETS_MAX; i++) {
      secrets.add("/signing/secrets/" + i);
    }
    if (settings.at("signing.secrets").filter(JsonValue::isString).isPresent()) {
      secrets.add("/signing/secrets");
    }
    return secrets;
  }

  private static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
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
