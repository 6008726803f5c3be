package belfry.gluster.ask;

/**
 * What a node answered.
 *
 * @param ok whether it could do it
 * @param text the output if it could, else the reason
 */
public record Answer(boolean ok, String text) {
  public static final Answer DONE = new Answer(true, "");

  public static Answer output(String text) {
    return new Answer(true, text);
  }

  public static Answer error(String text) {
    return new Answer(false, text);
  }
}
