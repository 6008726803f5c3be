package belfry.delivery.subscriptions;

import belfry.format.json.JsonValue;
import belfry.sink.InvalidSink;
import belfry.sink.Members;
import belfry.sink.wire.Resolver;
import belfry.sink.wire.Url;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * The addresses that the host of a webhook's URL has at the moment. They are noted when a document
 * is written and not looked up later: a name that comes to mean something else is refused then.
 *
 * @param resolver names to addresses
 */
record OwnAddress(Resolver resolver) {
  /** Empty if there is no URL, or nobody knows its host. */
  List<String> of(JsonValue settings) {
    if (settings.text("url").isEmpty()) {
      return List.of();
    }
    try {
      String host = Url.read(Members.of(settings), "url").host();
      return resolver.resolve(host).stream()
          .limit(Definition.Reach.ADDRESSES_MAX)
          .map(OwnAddress::text)
          .toList();
    } catch (InvalidSink | UnknownHostException e) {
      return List.of();
    }
  }

  /** Without the interface, which is no part of the address. */
  private static String text(InetAddress address) {
    String text = address.getHostAddress();
    int percent = text.indexOf('%');
    return percent < 0 ? text : text.substring(0, percent);
  }
}
