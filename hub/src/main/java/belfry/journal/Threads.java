package belfry.journal;

/** Waiting for threads that must not be interrupted. */
final class Threads {
  private Threads() {}

  /** Waits until a thread has ended; an interrupt is kept for later. */
  static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
