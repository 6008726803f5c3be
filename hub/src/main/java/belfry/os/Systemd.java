package belfry.os;

import static java.lang.System.Logger.Level.WARNING;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * The program that started this one and wants to know how it does: systemd, by the protocol of
 * {@code sd_notify(3)}. Java has no datagrams of unix sockets, so they are sent by the C library.
 * Where nobody wants to know, nothing is sent; one that does not listen is logged and does no harm.
 */
public final class Systemd {
  /** Names the socket: a path, or {@code @} and an abstract name. */
  static final String VARIABLE = "NOTIFY_SOCKET";

  /** Longest address of a unix socket on Linux. */
  static final int ADDRESS_BYTES_MAX = 108;

  private static final System.Logger LOG = System.getLogger(Systemd.class.getName());

  private final Optional<String> socket;

  private Systemd(Optional<String> socket) {
    this.socket = socket;
  }

  /** As the environment says. */
  public static Systemd of(Map<String, String> environment) {
    return new Systemd(
        Optional.ofNullable(environment.get(VARIABLE))
            .filter(name -> name.startsWith("/") || name.startsWith("@")));
  }

  /** It has come up, or has taken over new settings. */
  public void ready() {
    tell("READY=1");
  }

  /** It takes over new settings; {@link #ready} follows. */
  public void reloading() {
    tell("RELOADING=1\nMONOTONIC_USEC=" + System.nanoTime() / 1_000);
  }

  /** It ends. */
  public void stopping() {
    tell("STOPPING=1");
  }

  private void tell(String state) {
    if (socket.isEmpty()) {
      return;
    }
    try {
      byte[] address = socket.get().getBytes(UTF_8);
      if (address.length >= ADDRESS_BYTES_MAX) {
        throw new IOException(address.length + " bytes (expected: fewer than 108)");
      }
      address[0] = address[0] == '@' ? 0 : address[0];
      Posix.sendTo(address, state.getBytes(UTF_8));
    } catch (IOException e) {
      LOG.log(WARNING, "systemd not told socket={0} error={1}", socket.get(), e);
    }
  }
}
