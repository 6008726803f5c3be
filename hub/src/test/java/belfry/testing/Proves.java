package belfry.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the conformance checklist points that a test proves, e.g. {@code @Proves("lxd 14")}. The
 * tables in {@code docs/systems/} are checked against it.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
@Repeatable(Proves.List.class)
public @interface Proves {
  /** System and numbers: {@code lxd 14}, {@code audit 61-65,70}. */
  String value();

  /** Several of them. */
  @Documented
  @Retention(RetentionPolicy.RUNTIME)
  @Target({ElementType.METHOD, ElementType.TYPE})
  @interface List {
    Proves[] value();
  }
}
