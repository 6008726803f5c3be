package belfry.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory that fails when it is told to. It remembers what was forced, so that a crash can
 * lose the rest the way real ones do: of what was not forced, any part may have reached the disk,
 * in any order, torn at any sector.
 */
final class FaultyDisk implements Disk {
  private static final int SECTOR_BYTES = 512;

  private final Map<Path, Node> names = new TreeMap<>();
  private final Map<Path, Node> durableNames = new TreeMap<>();
  private final Set<Path> locks = new HashSet<>();
  private long spaceLeft = Long.MAX_VALUE;
  private int forcesUntilFailure = Integer.MAX_VALUE;
  private CountDownLatch held = new CountDownLatch(0);
  private long stepsUntilCrash = Long.MAX_VALUE;

  /** A change that was not forced; {@code bytes} is null for a truncation. */
  private record Change(long at, byte @Nullable [] bytes) {}

  private static final class Node {
    byte[] content = new byte[0];
    byte[] durable = new byte[0];
    final List<Change> unforced = new ArrayList<>();
  }

  /** From now on only this many bytes may be added to files. */
  synchronized void space(long bytes) {
    spaceLeft = bytes;
  }

  /** The force after {@code count} more fails, and every one behind it. */
  synchronized void failForceAfter(int count) {
    forcesUntilFailure = count;
  }

  /** No force returns until the result is closed. */
  Closeable holdForces() {
    var released = new CountDownLatch(1);
    synchronized (this) {
      held = released;
    }
    return released::countDown;
  }

  /** After this many more changes nothing works any more: the machine is off. */
  synchronized void crashAfter(long steps) {
    stepsUntilCrash = steps;
  }

  synchronized boolean isCrashed() {
    return stepsUntilCrash <= 0;
  }

  /** What is there when the machine is on again. */
  synchronized FaultyDisk afterCrash(Random random) {
    var disk = new FaultyDisk();
    var copies = new HashMap<Node, Node>();
    Map<Path, Node> found = random.nextBoolean() ? names : durableNames;
    found.forEach(
        (path, node) ->
            disk.names.put(path, copies.computeIfAbsent(node, old -> crashed(old, random))));
    disk.durableNames.putAll(disk.names);
    return disk;
  }

  private static Node crashed(Node old, Random random) {
    var node = new Node();
    node.content = old.durable.clone();
    for (Change change : old.unforced) {
      if (change.bytes() == null) {
        if (random.nextBoolean()) {
          node.content = Arrays.copyOf(node.content, (int) change.at());
        }
        continue;
      }
      for (int from = 0; from < change.bytes().length; from += SECTOR_BYTES) {
        int count = Math.min(SECTOR_BYTES, change.bytes().length - from);
        if (random.nextInt(3) > 0) {
          put(node, change.at() + from, Arrays.copyOfRange(change.bytes(), from, from + count));
        }
      }
    }
    node.durable = node.content.clone();
    return node;
  }

  private static void put(Node node, long at, byte[] bytes) {
    int end = (int) at + bytes.length;
    if (node.content.length < end) {
      node.content = Arrays.copyOf(node.content, end);
    }
    System.arraycopy(bytes, 0, node.content, (int) at, bytes.length);
  }

  /** Changes the bytes of a file as a broken disk would. */
  synchronized void flipBit(Path path, long at, int bit) {
    names.get(path).content[(int) at] ^= (byte) (1 << bit);
  }

  synchronized byte[] bytes(Path path) {
    return names.get(path).content.clone();
  }

  /** A copy of everything, with nothing broken and nothing locked. */
  synchronized FaultyDisk copy() {
    var disk = new FaultyDisk();
    names.forEach(
        (path, node) -> {
          var copy = new Node();
          copy.content = node.content.clone();
          copy.durable = copy.content.clone();
          disk.names.put(path, copy);
        });
    disk.durableNames.putAll(disk.names);
    return disk;
  }

  private void awaitRelease() {
    CountDownLatch hold;
    synchronized (this) {
      hold = held;
    }
    try {
      hold.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Counts a change; throws when the machine is off. */
  private void step() throws IOException {
    ensureOn();
    stepsUntilCrash--;
  }

  private void ensureOn() throws IOException {
    if (isCrashed()) {
      throw new IOException("crashed");
    }
  }

  private Node node(Path path) throws IOException {
    ensureOn();
    Node node = names.get(path);
    if (node == null) {
      throw new NoSuchFileException(path.toString());
    }
    return node;
  }

  @Override
  public synchronized File open(Path path) throws IOException {
    return new MemoryFile(node(path));
  }

  @Override
  public synchronized File change(Path path) throws IOException {
    return new MemoryFile(node(path));
  }

  @Override
  public synchronized File create(Path path) throws IOException {
    step();
    var node = new Node();
    names.put(path, node);
    return new MemoryFile(node);
  }

  @Override
  public synchronized void move(Path from, Path to) throws IOException {
    step();
    names.put(to, node(from));
    names.remove(from);
  }

  @Override
  public synchronized void delete(Path path) throws IOException {
    step();
    names.remove(path);
  }

  @Override
  public synchronized List<String> list(Path directory) throws IOException {
    ensureOn();
    return names.keySet().stream()
        .filter(path -> directory.equals(path.getParent()))
        .map(path -> path.getFileName().toString())
        .sorted()
        .toList();
  }

  @Override
  public void makeDirectory(Path directory) {
    // Directories are only the beginnings of names here.
  }

  @Override
  public synchronized void forceDirectory(Path directory) throws IOException {
    step();
    durableNames.keySet().removeIf(path -> directory.equals(path.getParent()));
    names.forEach(
        (path, node) -> {
          if (directory.equals(path.getParent())) {
            durableNames.put(path, node);
          }
        });
  }

  @Override
  public synchronized Closeable lock(Path path, String holder) throws IOException {
    ensureOn();
    if (!locks.add(path)) {
      throw new IOException(path + ": held");
    }
    return () -> {
      synchronized (this) {
        locks.remove(path);
      }
    };
  }

  private final class MemoryFile implements File {
    private final Node node;

    MemoryFile(Node node) {
      this.node = node;
    }

    @Override
    public void read(ByteBuffer target, long at) throws IOException {
      synchronized (FaultyDisk.this) {
        ensureOn();
        int count = (int) Math.min(target.remaining(), Math.max(0, node.content.length - at));
        if (count > 0) {
          target.put(node.content, (int) at, count);
        }
      }
    }

    @Override
    public void write(ByteBuffer source, long at) throws IOException {
      synchronized (FaultyDisk.this) {
        step();
        long more = Math.max(0, at + source.remaining() - node.content.length);
        if (more > spaceLeft) {
          throw new NoSpace("No space left on device", new IOException());
        }
        spaceLeft -= more;
        byte[] bytes = new byte[source.remaining()];
        source.get(bytes);
        put(node, at, bytes);
        node.unforced.add(new Change(at, bytes));
      }
    }

    @Override
    public void force(boolean metadata) throws IOException {
      awaitRelease();
      synchronized (FaultyDisk.this) {
        step();
        if (forcesUntilFailure-- <= 0) {
          throw new IOException("Input/output error");
        }
        node.durable = node.content.clone();
        node.unforced.clear();
      }
    }

    @Override
    public long size() throws IOException {
      synchronized (FaultyDisk.this) {
        ensureOn();
        return node.content.length;
      }
    }

    @Override
    public void truncate(long size) throws IOException {
      synchronized (FaultyDisk.this) {
        step();
        node.content = Arrays.copyOf(node.content, (int) size);
        node.unforced.add(new Change(size, null));
      }
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
