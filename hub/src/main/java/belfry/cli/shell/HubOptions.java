package belfry.cli.shell;

import belfry.cli.wire.HubAddress;
import belfry.cli.wire.HubClient;
import belfry.cli.wire.Reply;
import belfry.cli.wire.Request;
import belfry.cli.wire.Unreachable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which hub a command talks to, and as whom. */
public final class HubOptions {
  @Option(
      names = "--hub",
      paramLabel = "ADDRESS",
      description = {
        "unix:/path/to/unix.socket or http://host:port.",
        "Default: BELFRY_HUB, else the socket of a hub on this machine."
      })
  @Nullable String hub;

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description =
          "For a hub over TCP. Default: BELFRY_TOKEN, else the file named by --token-file.")
  @Nullable String token;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "Holds the token, so that it does not show in the list of processes.")
  @Nullable Path tokenFile;

  /** Opens a client to the hub that was named, or to the one that runs here. */
  public HubClient client(Shell shell) throws Failure {
    Optional<String> named = Optional.ofNullable(hub).or(() -> shell.variable("BELFRY_HUB"));
    if (named.isPresent()) {
      try {
        return client(shell, HubAddress.parse(named.get()));
      } catch (IllegalArgumentException e) {
        throw Failure.usage(Text.reason(e));
      }
    }
    return found(shell);
  }

  // The client is the caller's to close.
  @SuppressWarnings("resource")
  private HubClient found(Shell shell) throws Failure {
    List<Path> sockets = new Places(shell).sockets();
    for (Path socket : sockets) {
      if (Files.exists(socket)) {
        HubClient client = client(shell, new HubAddress.Unix(socket));
        try {
          client.connect();
          return client;
        } catch (IOException e) {
          if (sockets.getLast().equals(socket)) {
            throw Failure.unreachable(Text.reason(e));
          }
          // A socket left behind by a hub that is gone: the next place may have a live one.
        }
      }
    }
    String looked = sockets.stream().map(Path::toString).collect(Collectors.joining(", "));
    throw Failure.unreachable(
        "no hub is running here (looked at "
            + looked
            + ")\n        start one with `belfry serve --demo`, or name one with --hub");
  }

  private HubClient client(Shell shell, HubAddress address) throws Failure {
    return new HubClient(address, token(shell), "belfry/" + Version.current());
  }

  private Optional<String> token(Shell shell) throws Failure {
    if (token != null) {
      return Optional.of(token);
    }
    if (tokenFile != null) {
      try {
        return Optional.of(Files.readString(tokenFile).strip());
      } catch (IOException e) {
        throw Failure.usage("--token-file " + tokenFile + ": cannot be read: " + Text.reason(e));
      }
    }
    return shell.variable("BELFRY_TOKEN");
  }

  /** Sends a request; anything but success ends the command with the hub's own words. */
  public static Reply ask(HubClient client, Request request) throws Failure {
    Reply reply = send(client, request);
    if (!reply.ok()) {
      throw refused(reply);
    }
    return reply;
  }

  /** Sends a request, whatever the hub says to it. */
  public static Reply send(HubClient client, Request request) throws Failure {
    try {
      return client.send(request);
    } catch (Unreachable e) {
      throw Failure.unreachable(Text.reason(e));
    } catch (IOException e) {
      throw Failure.unreachable(
          "the connection to " + client.address() + " broke: " + Text.reason(e));
    }
  }

  /** What the hub said against a request. */
  public static Failure refused(Reply reply) {
    String text = Answer.error(reply);
    return reply.status() == 400 ? Failure.usage(text) : Failure.failed(text);
  }
}
