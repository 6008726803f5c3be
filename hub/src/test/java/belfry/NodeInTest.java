package belfry;

import static java.nio.charset.StandardCharsets.UTF_8;

import belfry.testing.Wire;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** A hub that stands in for the daemon of a node of Gluster, on a port of its own. */
final class NodeInTest implements AutoCloseable {
  static final String NODE = "effeca22-dd38-4dce-80b3-27c9107833af";

  private final HubInTest hub;
  private final int port;

  private NodeInTest(HubInTest hub, int port) {
    this.hub = hub;
    this.port = port;
  }

  /** A port that is free now. */
  static int freePort() throws IOException {
    try (var free = new DatagramSocket()) {
      return free.getLocalPort();
    }
  }

  /**
   * Starts a hub, or starts it again.
   *
   * @param dir the working directory of glusterd, with the hub's data directory in it
   */
  static NodeInTest start(Path dir, int port, Map<String, String> settings) throws IOException {
    Files.writeString(dir.resolve("glusterd.info"), "UUID=" + NODE + "\n");
    var flags = new TreeMap<>(settings);
    flags.put("gluster.node", "true");
    flags.put("delivery.allow_addresses", "127.0.0.0/8");
    flags.put("gluster.port", String.valueOf(port));
    flags.put("gluster.workdir", dir.toString());
    flags.put("gluster.root", dir.toString());
    return new NodeInTest(HubInTest.start(dir.resolve("hub"), flags), port);
  }

  HubInTest hub() {
    return hub;
  }

  void send(String datagram) throws IOException {
    byte[] bytes = datagram.getBytes(UTF_8);
    try (var socket = new DatagramSocket()) {
      var to = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      socket.send(new DatagramPacket(bytes, bytes.length, to));
    }
  }

  /** From now on a webhook gets what the daemon of Gluster would post. */
  void post(String url) throws IOException {
    String body =
        """
        {"name": "webhook", "filter": "system = gluster", "sink": "webhook",
         "settings": {"url": "%s", "body": "glustereventsd"}}"""
            .formatted(url);
    try (Wire wire = hub.unix()) {
      Wire.Answer answer = wire.post("/1.0/subscriptions", "application/json", body);
      if (answer.status() != 201) {
        throw new IOException(answer.text());
      }
    }
  }

  /** What is found, in a dialect, the oldest first. */
  List<JsonNode> found(String filter, String format) throws IOException {
    try (Wire wire = hub.unix()) {
      String target = "/1.0/journal/events?order=asc&format=" + format + "&filter=";
      JsonNode answer = wire.get(target + URLEncoder.encode(filter, UTF_8)).json();
      return answer.get("metadata").get("events").valueStream().toList();
    }
  }

  /** The source as {@code /1.0/sources} tells of it. */
  JsonNode source() throws IOException {
    try (Wire wire = hub.unix()) {
      return wire.get("/1.0/sources/gluster").json().get("metadata");
    }
  }

  /** The answer of {@code /health/ready}. */
  Wire.Answer ready() throws IOException {
    try (Wire wire = hub.unix()) {
      return wire.get("/health/ready");
    }
  }

  @Override
  public void close() {
    hub.close();
  }
}
