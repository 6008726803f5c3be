package belfry.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;

/**
 * The calls of the C library that Java has no word for, on Linux. {@code FileChannel.lock} is a
 * POSIX record lock: programs that use {@code flock}, as Gluster's do, neither see it nor are seen
 * by it.
 */
public final class Posix {
  public static final int SIGUSR2 = 12;

  private static final int O_RDONLY_CLOEXEC = 0x80000;
  private static final int LOCK_EX_NB = 2 | 4;
  private static final int EINTR = 4;
  private static final int EWOULDBLOCK = 11;
  private static final int EINTR_TRIES_MAX = 100;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO_OF =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static final MethodHandle OPEN =
      function(
          "open",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle FLOCK =
      function("flock", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle CLOSE =
      function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle KILL =
      function("kill", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));

  private static final MethodHandle SET_PRIORITY =
      function("setpriority", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));

  private static final MethodHandle SOCKET =
      function("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle SEND_TO =
      function(
          "sendto",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));

  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
  private static final int MSG_NOSIGNAL = 0x4000;

  private static final int PRIO_PROCESS = 0;
  private static final int CALLING_THREAD = 0;

  private Posix() {}

  @SuppressWarnings("restricted") // the launcher and the tests allow it: --enable-native-access
  private static MethodHandle function(
      String name, FunctionDescriptor shape, Linker.Option... more) {
    var options = new Linker.Option[more.length + 1];
    options[0] = ERRNO;
    System.arraycopy(more, 0, options, 1, more.length);
    MemorySegment at = LINKER.defaultLookup().find(name).orElseThrow();
    return LINKER.downcallHandle(at, shape, options);
  }

  /**
   * Opens a file that exists; the descriptor does not outlive an exec.
   *
   * @throws IOException if it cannot be opened
   */
  public static int open(Path file) throws IOException {
    try (var arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      MemorySegment path = arena.allocateFrom(file.toString());
      int descriptor = (int) OPEN.invokeExact(state, path, O_RDONLY_CLOEXEC);
      if (descriptor < 0) {
        throw new IOException(file + ": open failed with errno " + errno(state));
      }
      return descriptor;
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Takes the exclusive lock if nobody has it.
   *
   * @return whether it is ours now
   */
  public static boolean lock(int descriptor) throws IOException {
    try (var arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      for (int i = 0; i < EINTR_TRIES_MAX; i++) {
        if ((int) FLOCK.invokeExact(state, descriptor, LOCK_EX_NB) == 0) {
          return true;
        }
        int errno = errno(state);
        if (errno == EWOULDBLOCK) {
          return false;
        }
        if (errno != EINTR) {
          throw new IOException("flock failed with errno " + errno);
        }
      }
      throw new IOException("flock: interrupted " + EINTR_TRIES_MAX + " times (expected: fewer)");
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Closes a descriptor; a lock that it held is free then. */
  public static void close(int descriptor) {
    try (var arena = Arena.ofConfined()) {
      int ignored = (int) CLOSE.invokeExact(arena.allocate(STATE), descriptor);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Sends a signal.
   *
   * @throws IOException if there is no such process or it may not be signalled
   */
  public static void kill(int pid, int signal) throws IOException {
    try (var arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      if ((int) KILL.invokeExact(state, pid, signal) != 0) {
        throw new IOException("process " + pid + ": kill failed with errno " + errno(state));
      }
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Makes the calling thread nicer; on Linux the value is that of a thread.
   *
   * @throws IOException if it may not
   */
  static void nice(int value) throws IOException {
    try (var arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      if ((int) SET_PRIORITY.invokeExact(state, PRIO_PROCESS, CALLING_THREAD, value) != 0) {
        throw new IOException("nice " + value + ": setpriority failed with errno " + errno(state));
      }
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Sends one datagram to a unix socket.
   *
   * @param address what stands in {@code sun_path}: a path, or a zero and an abstract name
   * @throws IOException if nobody listens there, or it cannot take it
   */
  static void sendTo(byte[] address, byte[] datagram) throws IOException {
    try (var arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int descriptor = (int) SOCKET.invokeExact(state, AF_UNIX, SOCK_DGRAM_CLOEXEC, 0);
      if (descriptor < 0) {
        throw new IOException("socket failed with errno " + errno(state));
      }
      try {
        MemorySegment to = arena.allocate(JAVA_SHORT.byteSize() + address.length);
        to.set(JAVA_SHORT, 0, (short) AF_UNIX);
        MemorySegment.copy(address, 0, to, JAVA_BYTE, JAVA_SHORT.byteSize(), address.length);
        MemorySegment bytes = arena.allocateFrom(JAVA_BYTE, datagram);
        long sent =
            (long)
                SEND_TO.invokeExact(
                    state,
                    descriptor,
                    bytes,
                    bytes.byteSize(),
                    MSG_NOSIGNAL,
                    to,
                    (int) to.byteSize());
        if (sent != datagram.length) {
          throw new IOException("sendto failed with errno " + errno(state));
        }
      } finally {
        close(descriptor);
      }
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static int errno(MemorySegment state) {
    return (int) ERRNO_OF.get(state, 0L);
  }
}
