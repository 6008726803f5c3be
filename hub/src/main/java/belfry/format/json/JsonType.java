package belfry.format.json;

/** What a JSON value is. */
public enum JsonType {
  OBJECT,
  ARRAY,
  STRING,
  NUMBER,
  TRUE,
  FALSE,
  NULL
}
