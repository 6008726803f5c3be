package belfry.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A destination to be killed: notes {@code webhook-id body} in a file, then answers 200. */
final class Receiver {
  private Receiver() {}

  /** Port and file. */
  public static void main(String[] arguments) throws IOException {
    var address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
    Path file = Path.of(arguments[1]);
    HttpServer server = HttpServer.create(address, 0);
    server.createContext(
        "/",
        exchange -> {
          String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          String id = exchange.getRequestHeaders().getFirst("webhook-id");
          Files.writeString(
              file, id + " " + body + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
  }
}
