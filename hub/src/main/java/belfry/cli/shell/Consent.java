package belfry.cli.shell;

import java.io.IOException;
import java.io.InputStream;

/** Asks before something is done that cannot be taken back. */
public final class Consent {
  private static final int ANSWER_CHARS_MAX = 80;

  private Consent() {}

  /** Whether whoever sits at a terminal says yes; true where nobody can be asked. */
  public static boolean given(Shell shell, String question) throws Failure {
    if (!shell.terminal().in() || !shell.terminal().err()) {
      return true;
    }
    shell.out().flush();
    shell.err().print(question + " [y/N] ");
    shell.err().flush();
    try {
      String answer = line(shell.in()).strip();
      return answer.equalsIgnoreCase("y") || answer.equalsIgnoreCase("yes");
    } catch (IOException e) {
      throw Failure.failed("the answer cannot be read: " + Text.reason(e));
    }
  }

  /** No more than the line, so that the rest is there for who reads next. */
  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int b = in.read(); b >= 0 && b != '\n' && line.length() < ANSWER_CHARS_MAX; ) {
      line.append((char) b);
      b = in.read();
    }
    return line.toString();
  }
}
