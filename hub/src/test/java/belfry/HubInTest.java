package belfry;

import belfry.http.live.LiveRoute;
import belfry.settings.Settings;
import belfry.testing.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A whole hub in a directory of its own, as an operator would start it. */
final class HubInTest implements AutoCloseable {
  private final Path data;
  private final Belfry hub;

  private HubInTest(Path data, Map<String, String> flags, LiveRoute.Pace pace) throws IOException {
    this.data = data;
    var all = new TreeMap<>(Map.of("core.http_address", "127.0.0.1:0"));
    all.put("journal.segment_bytes", "4 MiB");
    all.putAll(flags);
    hub =
        Belfry.start(
            Settings.load(data, new Settings.Sources(Optional.empty(), Map.of(), all)), pace);
  }

  static HubInTest start(Path data) throws IOException {
    return start(data, Map.of());
  }

  static HubInTest start(Path data, Map<String, String> flags) throws IOException {
    return new HubInTest(data, flags, LiveRoute.Pace.STANDARD);
  }

  static HubInTest start(Path data, LiveRoute.Pace pace) throws IOException {
    return new HubInTest(data, Map.of(), pace);
  }

  Belfry hub() {
    return hub;
  }

  Path socket() {
    return data.resolve("unix.socket");
  }

  Wire unix() throws IOException {
    return Wire.unix(socket());
  }

  Wire tcp() throws IOException {
    String http = hub.addresses().get(1);
    return Wire.tcp(Integer.parseInt(http.substring(http.lastIndexOf(':') + 1)));
  }

  /** The header of the first administrator. */
  String admin() throws IOException {
    return "Authorization: Bearer " + Files.readString(data.resolve("admin.token")).strip();
  }

  /** An event of LXD with this action. */
  static String lifecycle(String action) {
    return "{\"type\":\"lifecycle\",\"timestamp\":\"2026-11-20T09:35:28.706664125Z\","
        + "\"metadata\":{\"action\":\""
        + action
        + "\",\"source\":\"/1.0/instances/c1\"},\"location\":\"none\",\"project\":\"default\"}";
  }

  @Override
  public void close() {
    hub.close();
  }
}
