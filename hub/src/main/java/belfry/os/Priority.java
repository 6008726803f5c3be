package belfry.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

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

  private static final int PRIO_PROCESS = 0;
  private static final int CALLING_THREAD = 0;
  private static final System.Logger LOG = System.getLogger(Priority.class.getName());

  private Priority() {}

  /** Lets the calling platform thread run only where others do not want to. */
  public static void background() {
    if (!System.getProperty("os.name").equals("Linux")) {
      return;
    }
    try {
      MethodHandle set = handle("setpriority", 3);
      int failed = (int) set.invokeExact(PRIO_PROCESS, CALLING_THREAD, BACKGROUND);
      if (failed != 0) {
        LOG.log(System.Logger.Level.DEBUG, "thread runs with the priority of all others");
      }
    } catch (Throwable e) {
      LOG.log(System.Logger.Level.DEBUG, "thread runs with the priority of all others", e);
    }
  }

  /** A function of so many ints that returns one. */
  @SuppressWarnings("restricted") // the launcher allows native access
  static MethodHandle handle(String name, int ints) {
    Linker linker = Linker.nativeLinker();
    var types = new MemoryLayout[ints];
    Arrays.fill(types, JAVA_INT);
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(JAVA_INT, types));
  }
}
