package belfry.sink.loki;

import static java.nio.charset.StandardCharsets.UTF_8;

import belfry.format.Decoded;
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
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/**
 * One push per attempt, or a few if the lines are long; the first that fails ends it. Entries that
 * Loki has already are the same to it when they come again: stream, time and line are their key.
 * What it says of entries that it will never take, too old ones above all, is the reason that they
 * are parked with.
 */
final class LokiSink implements Sink, Witness {
  private final LokiSettings settings;
  private final InstantSource clock;
  private final GuardedClient client;
  private final Scribe scribe;
  private Optional<Sent> sent = Optional.empty();

  LokiSink(LokiSettings settings, Means means) {
    this.settings = settings;
    this.clock = means.clock();
    this.scribe = new Scribe(settings.form());
    SSLSocketFactory factory;
    try {
      factory = settings.trust().factory();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("tls: " + e.getMessage() + ", though it was checked", e);
    }
    client =
        new GuardedClient(
            settings.url(), means.guard(), Resolver.SYSTEM, factory, settings.timeouts());
  }

  @Override
  public Outcome deliver(List<Decoded> entries) throws InterruptedException {
    sent = Optional.empty();
    Outcome outcome = new Outcome.Delivered();
    for (List<Item> items : Push.requests(entries.stream().map(scribe::item).toList())) {
      outcome = push(items);
      if (!(outcome instanceof Outcome.Delivered)) {
        return outcome;
      }
    }
    return outcome;
  }

  private Outcome push(List<Item> items) throws InterruptedException {
    try {
      Response response = client.exchange(request(), Push.body(items));
      sent = client.sent();
      return explained(Statuses.outcome(response, false, clock.instant()));
    } catch (IOException e) {
      sent = client.sent();
      return Statuses.noAnswer(e);
    }
  }

  private Request request() {
    Request request =
        Request.post(settings.url())
            .header("User-Agent", "Belfry")
            .header("Content-Type", "application/json");
    settings
        .login()
        .map(login -> login.user() + ":" + login.password().text())
        .map(pair -> Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)))
        .ifPresent(pair -> request.header("Authorization", "Basic " + pair));
    return request;
  }

  /** With what Loki says about it, without what we told it in secret. */
  private Outcome explained(Outcome outcome) {
    String said = exchange().map(Exchange::responseBody).orElse("").strip();
    if (said.isEmpty()) {
      return outcome;
    }
    return switch (outcome) {
      case Outcome.Rejected(var reason) ->
          new Outcome.Rejected(Statuses.line(reason + ": " + said));
      case Outcome.Retry(var reason, var after) ->
          new Outcome.Retry(Statuses.line(reason + ": " + said), after);
      case Outcome.Delivered delivered -> delivered;
      case Outcome.Gone gone -> gone;
    };
  }

  @Override
  public Optional<Exchange> exchange() {
    return sent.map(Sent::exchange);
  }

  @Override
  public void close() {
    client.close();
  }
}
