package belfry.http.lxd;

import java.util.List;

/**
 * How clients of other machines reach the hub.
 *
 * @param addresses {@code HOST:PORT}; empty if there is no HTTPS
 * @param certificate that they will be shown, in PEM
 * @param fingerprint of it
 */
public record Reach(List<String> addresses, String certificate, String fingerprint) {
  /** Not at all. */
  public static final Reach NONE = new Reach(List.of(), "", "");

  public Reach {
    addresses = List.copyOf(addresses);
  }
}
