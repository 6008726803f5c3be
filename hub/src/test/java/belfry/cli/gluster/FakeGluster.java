package belfry.cli.gluster;

import belfry.gluster.files.Folders;
import belfry.gluster.files.GlusterProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A program {@code gluster} that stands for glusterd of one node, or of two. */
final class FakeGluster {
  static final String NODE_1 = "4784915c-50ca-43d7-b3f2-76c877a5782d";
  static final String NODE_2 = "1341ca6a-8efa-4170-8277-a112224128ca";

  private static final String PEER =
      "<peer><uuid>%s</uuid>\n      <hostname>%s</hostname><connected>1</connected></peer>";

  final Path folder;
  private final Path peer;
  private final Path calls;

  /**
   * @param root what stands for {@code /} on the node
   */
  FakeGluster(Path root) throws IOException {
    folder = Files.createDirectories(root.resolve("bin"));
    peer = folder.resolve("peer");
    calls = folder.resolve("calls");
    Folders folders = Folders.under(root);
    Files.createDirectories(folders.work());
    Files.writeString(folders.work().resolve("glusterd.info"), "UUID=" + NODE_1 + "\n");
    pool(PEER.formatted(NODE_1, LocalNode.NAME));
    Files.writeString(calls, "");
    Path uuid = folder.resolve("uuid.xml");
    Files.writeString(uuid, answer("<uuidGenerate><uuid>" + NODE_1 + "</uuid></uuidGenerate>"));
    executable(
        folder.resolve("gluster"),
        """
        #!/bin/sh
        echo "$*" >>'%1$s'
        case "$*" in
          *getwd) echo '%2$s' ;;
          *'copy file'*) ;;
          *'uuid get --xml') cat '%3$s' ;;
          *'pool list --xml') cat '%4$s' ;;
          *'execute eventsapi.py'*) shift 3; exec '%5$s' "$@" ;;
          *) exit 1 ;;
        esac
        """
            .formatted(calls, folders.work(), uuid, folder.resolve("pool.xml"), peer));
  }

  GlusterProgram program() {
    return new GlusterProgram(folder.resolve("gluster"));
  }

  /** Makes a pool of two, the other node first. */
  FakeGluster withNode2() throws IOException {
    pool(PEER.formatted(NODE_2, "node2") + PEER.formatted(NODE_1, LocalNode.NAME));
    return this;
  }

  private void pool(String peers) throws IOException {
    Files.writeString(folder.resolve("pool.xml"), answer("<peerStatus>" + peers + "</peerStatus>"));
  }

  private static String answer(String xml) {
    return "<?xml version=\"1.0\"?>\n<cliOutput><opRet>0</opRet><opErrno>0</opErrno><opErrstr/>"
        + xml
        + "</cliOutput>\n";
  }

  /** What runs on every node when it is asked, with the question as its arguments. */
  FakeGluster asking(String script) throws IOException {
    executable(peer, "#!/bin/sh\n" + script + "\n");
    return this;
  }

  /** How it was called, a line each. */
  String calls() throws IOException {
    return Files.readString(calls);
  }

  private static void executable(Path file, String content) throws IOException {
    Files.writeString(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
