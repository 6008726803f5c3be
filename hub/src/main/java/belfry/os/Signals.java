package belfry.os;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * Signals of the operating system, by the only interface that Java has for them. It is reached by
 * name, because it is not part of the platform's API; where it is missing nothing is ever heard.
 */
public final class Signals {
  private Signals() {}

  /**
   * Does some work whenever a signal arrives, on a thread of its own.
   *
   * @param name without {@code SIG}: {@code HUP}, {@code USR2}
   * @return when run, the signal does again what it did before
   */
  public static Runnable on(String name, Runnable work) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> listener = Class.forName("sun.misc.SignalHandler");
      Object named = signal.getConstructor(String.class).newInstance(name);
      Object listening =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {listener},
              (proxy, method, args) -> {
                if (method.getName().equals("handle")) {
                  work.run();
                }
                return null;
              });
      Method handle = signal.getMethod("handle", signal, listener);
      Object before = handle.invoke(null, named, listening);
      return () -> restore(handle, named, before);
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      return () -> {};
    }
  }

  private static void restore(Method handle, Object signal, Object before) {
    try {
      handle.invoke(null, signal, before);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
