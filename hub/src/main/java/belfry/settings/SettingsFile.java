package belfry.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * {@code belfry.yaml}: keys with dots, or nested by family, or both. Read as nodes, so that every
 * complaint has its line.
 */
final class SettingsFile {
  private final Path file;
  private final Map<Setting, String> found = new EnumMap<>(Setting.class);

  private SettingsFile(Path file) {
    this.file = file;
  }

  static Map<Setting, String> read(Path file) throws IOException {
    String text = Files.readString(file);
    var reader = new SettingsFile(file);
    var settings = LoadSettings.builder().setLabel(file.toString()).setUseMarks(true).build();
    try {
      var root = new Compose(settings).composeString(text);
      if (root.isPresent()) {
        reader.mapping("", root.get());
      }
    } catch (YamlEngineException e) {
      throw new InvalidSettings(file + ": not YAML: " + e.getMessage());
    }
    return reader.found;
  }

  private void mapping(String prefix, Node node) {
    if (!(node instanceof MappingNode mapping)) {
      throw wrong(node, prefix.isEmpty() ? "file" : prefix, "no mapping", "keys and values");
    }
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw wrong(tuple.getKeyNode(), prefix, "no name", "a setting");
      }
      String name = prefix.isEmpty() ? key.getValue() : prefix + "." + key.getValue();
      var setting = Setting.find(name);
      if (setting.isPresent()) {
        put(setting.get(), key, tuple.getValueNode());
      } else if (tuple.getValueNode() instanceof MappingNode && isFamily(name)) {
        mapping(name, tuple.getValueNode());
      } else {
        throw Named.unknown(place(key), name, Named.keys());
      }
    }
  }

  private static boolean isFamily(String name) {
    for (Setting setting : Setting.values()) {
      if (setting.key().startsWith(name + ".")) {
        return true;
      }
    }
    return false;
  }

  private void put(Setting setting, ScalarNode key, Node value) {
    if (found.put(setting, Values.checked(place(key), setting, text(setting, value))) != null) {
      throw wrong(key, setting.key(), "set twice", "once");
    }
  }

  private String text(Setting setting, Node node) {
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    if (node instanceof SequenceNode sequence && setting.shape() == Setting.Shape.LIST) {
      List<String> parts = new ArrayList<>();
      for (Node part : sequence.getValue()) {
        if (!(part instanceof ScalarNode scalar)) {
          throw wrong(part, setting.key(), "no text", setting.shape().text());
        }
        parts.add(scalar.getValue());
      }
      return String.join(",", parts);
    }
    throw wrong(node, setting.key(), "no single value", setting.shape().text());
  }

  private InvalidSettings wrong(Node node, String key, String was, String expected) {
    return new InvalidSettings(place(node), key, was, expected);
  }

  private String place(Node node) {
    return file + node.getStartMark().map(mark -> " line " + (mark.getLine() + 1)).orElse("");
  }
}
