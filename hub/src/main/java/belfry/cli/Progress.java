package belfry.cli;

import belfry.cli.shell.Shell;
import belfry.cli.shell.Text;

/** One line on a terminal that says how far a long task is; nothing in a pipe or a short task. */
final class Progress {
  private static final long QUIET_NANOS = 1_000_000_000L;
  private static final long EVERY_NANOS = 200_000_000L;

  private final Shell shell;
  private final long totalBytes;
  private final long begun = System.nanoTime();
  private long shown;
  private boolean visible;

  /**
   * @param totalBytes of all input; 0 if that is unknown
   */
  Progress(Shell shell, long totalBytes) {
    this.shell = shell;
    this.totalBytes = totalBytes;
  }

  void at(long events, long bytes) {
    long now = System.nanoTime();
    if (!shell.terminal().err() || now - begun < QUIET_NANOS || now - shown < EVERY_NANOS) {
      return;
    }
    shown = now;
    visible = true;
    long perSecond = events * 1_000_000_000L / Math.max(1, now - begun);
    String share =
        totalBytes == 0 ? "" : ", %d %%".formatted(Math.min(100, bytes * 100 / totalBytes));
    shell
        .err()
        .print(
            "\r\u001b[K%s%s, %s/s"
                .formatted(Text.counted(events, "event"), share, Text.grouped(perSecond)));
    shell.err().flush();
  }

  /** Takes the line away before something else is printed. */
  void clear() {
    if (visible) {
      shell.err().print("\r\u001b[K");
      visible = false;
    }
  }
}
