package belfry;

import static java.lang.System.Logger.Level.WARNING;

import java.util.ArrayDeque;
import java.util.Deque;

/** What was opened, to be closed in reverse. One that fails does not keep the others open. */
final class Closing implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Closing.class.getName());

  private final Deque<Part> parts = new ArrayDeque<>();

  private record Part(String name, AutoCloseable part) {}

  synchronized <T extends AutoCloseable> T add(String name, T part) {
    parts.push(new Part(name, part));
    return part;
  }

  @Override
  public synchronized void close() {
    while (!parts.isEmpty()) {
      Part part = parts.pop();
      try {
        part.part().close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (Exception e) {
        LOG.log(WARNING, "close failed part=" + part.name(), e);
      }
    }
  }
}
