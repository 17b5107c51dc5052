@NullMarked
package dev.pennypost.submission;

import org.jspecify.annotations.NullMarked;
