package dev.pennypost.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Documents one setting: a component of a settings record. Its key is the component's name in kebab-case.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Key {
    /// What the setting does, in one or two sentences; becomes the reference page.
    String value();

    /// The default, as it would stand in the file; empty for "none".
    String or() default "";
}
