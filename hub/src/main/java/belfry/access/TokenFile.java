package belfry.access;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The tokens on disk: one JSON document of mode 0600, replaced as a whole and forced before it
 * counts.
 */
public final class TokenFile {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path path;

  public TokenFile(Path path) {
    this.path = path;
  }

  List<Token> load() throws IOException {
    if (!Files.exists(path)) {
      return List.of();
    }
    try {
      var tokens = new ArrayList<Token>();
      for (JsonNode node : JSON.readTree(Files.readAllBytes(path)).path("tokens")) {
        tokens.add(token(node));
      }
      return tokens;
    } catch (JacksonException | DateTimeException | IllegalArgumentException e) {
      throw new IOException(
          path
              + ": cannot be read (expected: the token list as the hub wrote it): "
              + e.getMessage(),
          e);
    }
  }

  private static Token token(JsonNode node) {
    String role = node.path("role").asString("");
    return new Token(
        node.path("name").asString(""),
        Role.parse(role).orElseThrow(() -> new IllegalArgumentException("role: " + role)),
        text(node, "project"),
        node.path("hash").asString(""),
        Instant.parse(node.path("created").asString("")),
        text(node, "expires").map(Instant::parse));
  }

  private static Optional<String> text(JsonNode node, String key) {
    return Optional.of(node.path(key).asString("")).filter(text -> !text.isEmpty());
  }

  void save(Collection<Token> tokens) throws IOException {
    var root = JSON.createObjectNode();
    var list = root.putArray("tokens");
    for (Token token : tokens) {
      var node = list.addObject();
      node.put("name", token.name());
      node.put("role", token.role().text());
      token.project().ifPresent(project -> node.put("project", project));
      node.put("hash", token.hash());
      node.put("created", token.created().toString());
      token.expires().ifPresent(expires -> node.put("expires", expires.toString()));
    }
    write(path, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root));
  }

  /** Replaces a file by one of mode 0600 with this content, durably. */
  public static void write(Path path, byte[] content) throws IOException {
    Path fresh = path.resolveSibling(path.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(fresh, options, mode)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Path parent = path.toAbsolutePath().getParent();
    if (parent != null) {
      try (FileChannel directory = FileChannel.open(parent, StandardOpenOption.READ)) {
        directory.force(true);
      }
    }
  }
}
