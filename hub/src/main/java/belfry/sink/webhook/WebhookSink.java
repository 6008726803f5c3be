package belfry.sink.webhook;

import belfry.event.Payload;
import belfry.format.Decoded;
import belfry.format.Encoder;
import belfry.format.json.JsonWriter;
import belfry.format.json.JsonWriter.Style;
import belfry.sink.Exchange;
import belfry.sink.Means;
import belfry.sink.Outcome;
import belfry.sink.Sink;
import belfry.sink.Witness;
import belfry.sink.wire.GuardedClient;
import belfry.sink.wire.Request;
import belfry.sink.wire.Resolver;
import belfry.sink.wire.Response;
import belfry.sink.wire.Sent;
import belfry.sink.wire.Statuses;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/**
 * One POST per attempt, and before it one for a token where that is due, and before the first of a
 * destination the {@link Handshake}; each of them has the whole time-out. Every failure to get an
 * answer is a Retry; see {@link Statuses}.
 */
final class WebhookSink implements Sink, Witness {
  static final String USER_AGENT = "Belfry";

  private final WebhookSettings settings;
  private final InstantSource clock;
  private final GuardedClient client;
  private final Credentials credentials;
  private final Signer signer;
  private final Encoder encoder;
  private final Handshake handshake;
  private Optional<Sent> sent = Optional.empty();

  WebhookSink(WebhookSettings settings, Means means, Resolver resolver, Handshake handshake) {
    this.settings = settings;
    this.handshake = handshake;
    this.clock = means.clock();
    SSLSocketFactory factory;
    try {
      factory = settings.trust().factory();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("tls: " + e.getMessage() + ", though it was checked", e);
    }
    client =
        new GuardedClient(settings.url(), means.guard(), resolver, factory, settings.timeouts());
    Optional<GuardedClient> issuer =
        settings.auth() instanceof Auth.OAuth2 oauth
            ? Optional.of(
                new GuardedClient(
                    oauth.tokenUrl(), means.guard(), resolver, factory, settings.timeouts()))
            : Optional.empty();
    credentials = new Credentials(settings.auth(), clock, issuer);
    signer = new Signer(settings.signing());
    String dialect =
        switch (settings.body()) {
          case BodySettings.Encoded(var name) -> name;
          case BodySettings.Glustereventsd() -> "gluster";
          case BodySettings.Binary() -> "cloudevents";
          case BodySettings.Batch(var entriesMax) -> "cloudevents";
          case BodySettings.Templated(var template, var contentType) -> "cloudevents";
        };
    encoder = BodySettings.encoder(means.dialects(), dialect);
  }

  @Override
  public Outcome deliver(List<Decoded> entries) throws InterruptedException {
    Message message = message(entries);
    Instant now = clock.instant();
    sent = Optional.empty();
    try {
      Optional<String> refusal = refusal();
      if (refusal.isPresent()) {
        return new Outcome.Retry(refusal.get(), Optional.empty());
      }
      Request request =
          settings.body() instanceof BodySettings.Glustereventsd
              ? gluster(message.body(), now)
              : request(message, MessageId.of(entries), now);
      return outcome(send(request, message.body()), now);
    } catch (IOException e) {
      return Statuses.noAnswer(e);
    }
  }

  /** Why the destination does not want to be delivered to. */
  private Optional<String> refusal() throws IOException, InterruptedException {
    Optional<Handshake.Terms> due = handshake.due();
    if (due.isEmpty()) {
      return Optional.empty();
    }
    Request request = Request.options(settings.url()).header("User-Agent", USER_AGENT);
    Handshake.ask(request, due.get());
    identify(request);
    return handshake.refusal(due.get(), send(request, Payload.EMPTY));
  }

  private Response send(Request request, Payload body) throws IOException, InterruptedException {
    try {
      return client.exchange(request, body);
    } finally {
      sent = client.sent();
    }
  }

  /** The headers that say who asks. */
  private void identify(Request request) throws IOException, InterruptedException {
    settings.headers().forEach((name, value) -> request.header(name, value.text()));
    credentials.value().ifPresent(value -> request.header("Authorization", value));
  }

  @Override
  public Optional<Exchange> exchange() {
    return sent.map(Sent::exchange);
  }

  private Outcome outcome(Response response, Instant now) {
    if (response.status() == 401) {
      credentials.refused();
    }
    boolean only200 = settings.body() instanceof BodySettings.Glustereventsd;
    return Statuses.outcome(response, only200, now);
  }

  private Message message(List<Decoded> entries) {
    return switch (settings.body()) {
      case BodySettings.Batch(var entriesMax) -> batch(entries);
      case BodySettings.Binary() -> CloudEventsBinary.of(encoder.encode(single(entries)));
      case BodySettings.Templated(var template, var contentType) ->
          new Message(contentType, List.of(), template.fill(single(entries)));
      case BodySettings.Encoded(var dialect) -> encoded(entries);
      case BodySettings.Glustereventsd() -> encoded(entries);
    };
  }

  private Message encoded(List<Decoded> entries) {
    return new Message(encoder.contentType(), List.of(), encoder.encode(single(entries)));
  }

  private Message batch(List<Decoded> entries) {
    var array = new JsonWriter(Style.COMPACT).beginArray();
    entries.forEach(entry -> array.raw(encoder.encode(entry)));
    Payload body = array.endArray().payload();
    return new Message("application/cloudevents-batch+json", List.of(), body);
  }

  private static Decoded single(List<Decoded> entries) {
    if (entries.size() != 1) {
      throw new IllegalArgumentException("entries: " + entries.size() + " (expected: 1)");
    }
    return entries.getFirst();
  }

  private Request gluster(Payload body, Instant now) throws IOException, InterruptedException {
    Optional<String> authorization =
        settings.auth() instanceof Auth.Jwt(var secret)
            ? Optional.of("Bearer " + GlusterRequest.token(secret.text(), body, now))
            : credentials.value();
    return GlusterRequest.of(settings.url(), authorization);
  }

  private Request request(Message message, String id, Instant now)
      throws IOException, InterruptedException {
    long seconds = now.getEpochSecond();
    Request request =
        Request.post(settings.url())
            .header("User-Agent", USER_AGENT)
            .header("Accept", "*/*")
            .header("webhook-id", id)
            .header("webhook-timestamp", Long.toString(seconds));
    if (!message.contentType().isEmpty()) {
      request.header("Content-Type", message.contentType());
    }
    message.headers().forEach(header -> request.header(header.name(), header.value()));
    identify(request);
    signer.sign(request, id, seconds, message.body());
    return request;
  }

  @Override
  public void close() {
    client.close();
    credentials.close();
  }
}
