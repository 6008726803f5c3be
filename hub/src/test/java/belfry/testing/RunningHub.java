package belfry.testing;

import belfry.Belfry;
import belfry.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A whole hub in a directory of its own, as an operator starts it, with its unix socket only. */
public final class RunningHub implements AutoCloseable {
  private final Path data;
  private final Belfry hub;

  private RunningHub(Path data, Belfry hub) {
    this.data = data;
    this.hub = hub;
  }

  /** Starts with settings besides those for a small and quiet hub; it serves on return. */
  public static RunningHub start(Path data, Map<String, String> settings) throws IOException {
    var flags = new TreeMap<>(Map.of("core.http_address", "none"));
    flags.put("core.log_level", "error"); // its log lines are events too, and come when they like
    flags.put("journal.segment_bytes", "4 MiB");
    flags.putAll(settings);
    var sources = new Settings.Sources(Optional.empty(), Map.of(), flags);
    return new RunningHub(data, Belfry.start(Settings.load(data, sources)));
  }

  /** The data directory, with {@code unix.socket} in it. */
  public Path data() {
    return data;
  }

  public Path socket() {
    return data.resolve("unix.socket");
  }

  /** A new connection to its unix socket. */
  public Wire wire() throws IOException {
    return Wire.unix(socket());
  }

  /** Where it listens with TLS, {@code HOST:PORT}. */
  public String https() {
    return hub.addresses().stream()
        .filter(address -> address.startsWith("https://"))
        .findFirst()
        .orElseThrow()
        .substring("https://".length());
  }

  @Override
  public void close() {
    hub.close();
  }
}
