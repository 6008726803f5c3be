package belfry.source.lxd;

import belfry.event.Malformed;
import belfry.format.json.JsonValue;
import java.io.IOException;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** A server as it is asked: each question, and each stream, on a line of its own. */
record Server(LxdAddress address, LxcFolder folder, Duration silence) {
  /** Without types, so that the server sends all that it has and lets us see. */
  private static final String EVENTS = "/1.0/events?all-projects=true";

  /** Begins to listen; all that happens after the return comes. */
  WebSocket events(RandomGenerator random) throws IOException, Malformed {
    Line line = Line.open(address, folder, silence);
    boolean begun = false;
    try {
      WebSocket socket = WebSocket.open(line, address.host(), EVENTS, random);
      begun = true;
      return socket;
    } finally {
      if (!begun) {
        line.close();
      }
    }
  }

  /** The {@code metadata} of the answer. */
  JsonValue get(String path) throws IOException, Malformed {
    try (Line line = Line.open(address, folder, silence)) {
      return Answer.get(line, address.host(), path);
    }
  }
}
