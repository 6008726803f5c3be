package belfry.os;

import java.io.IOException;
import java.util.concurrent.ThreadFactory;

/**
 * How much of a busy processor a thread gets.
 *
 * <p>Linux schedules threads by the nice value of each ({@code setpriority(2)}, section "C
 * library/kernel differences"), and anybody may make one nicer. Elsewhere the value is that of the
 * whole process, so nothing is done.
 */
public enum Priority {
  /** For what somebody may wait for: a tenth of what others get when all want to run. */
  BACKGROUND(10),

  /** For tidying up that nobody waits for: a third of what the background gets. */
  HOUSEKEEPING(15);

  private static final System.Logger LOG = System.getLogger(Priority.class.getName());

  final int nice;

  Priority(int nice) {
    this.nice = nice;
  }

  /** Makes daemon threads of one name that run with this priority. */
  public ThreadFactory threads(String name) {
    return work ->
        Thread.ofPlatform()
            .daemon()
            .name(name)
            .unstarted(
                () -> {
                  take();
                  work.run();
                });
  }

  /** Gives it to the calling platform thread, which cannot get a higher one afterwards. */
  public void take() {
    if (!System.getProperty("os.name").equals("Linux")) {
      return;
    }
    try {
      Posix.nice(nice);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "thread runs with the priority of all others", e);
    }
  }
}
