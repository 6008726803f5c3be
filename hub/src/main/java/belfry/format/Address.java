package belfry.format;

/** Network addresses as the systems write them. */
public final class Address {
  private Address() {}

  /**
   * The host of {@code host:port}, {@code [v6]:port} or a host alone; empty for {@code @}, a unix
   * socket.
   */
  public static String host(String address) {
    if (address.equals("@")) {
      return "";
    }
    if (address.startsWith("[")) {
      int bracket = address.indexOf(']');
      return bracket < 0 ? address : address.substring(1, bracket);
    }
    int colon = address.indexOf(':');
    boolean port = colon >= 0 && colon == address.lastIndexOf(':');
    return port ? address.substring(0, colon) : address;
  }
}
