package belfry;

import static java.lang.System.Logger.Level.INFO;
import static java.nio.charset.StandardCharsets.UTF_8;

import belfry.access.Role;
import belfry.access.TokenFile;
import belfry.access.Tokens;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The token with which a hub that has none can be used over TCP. */
final class FirstToken {
  private static final System.Logger LOG = System.getLogger(FirstToken.class.getName());
  private static final String NAME = "admin";

  private FirstToken() {}

  static void make(Tokens tokens, Path file) throws IOException {
    if (!tokens.list().isEmpty()) {
      return;
    }
    try {
      Tokens.Issued issued = tokens.issue(NAME, Role.ADMIN, Optional.empty(), Optional.empty());
      TokenFile.write(file, (issued.secret() + "\n").getBytes(UTF_8));
      LOG.log(INFO, "first token made file=" + file);
    } catch (Tokens.Refused e) {
      throw new IllegalStateException("the first token is refused", e);
    }
  }
}
