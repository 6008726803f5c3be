package belfry.cli.shell;

/** How an answer is printed; named as they are typed. */
public enum Form {
  /** For people. */
  table,
  /** One object per line, for programs. */
  json
}
