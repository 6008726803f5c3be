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
public final class Priority {
  /** Nice value of work that may be late: a tenth of what the others get when all want to run. */
  static final int BACKGROUND = 10;

  private static final System.Logger LOG = System.getLogger(Priority.class.getName());

  private Priority() {}

  /** Makes daemon threads of one name that run in the {@link #background}. */
  public static ThreadFactory backgroundThreads(String name) {
    return work ->
        Thread.ofPlatform()
            .daemon()
            .name(name)
            .unstarted(
                () -> {
                  background();
                  work.run();
                });
  }

  /** Lets the calling platform thread run only where others do not want to. */
  public static void background() {
    if (!System.getProperty("os.name").equals("Linux")) {
      return;
    }
    try {
      Posix.nice(BACKGROUND);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "thread runs with the priority of all others", e);
    }
  }
}
