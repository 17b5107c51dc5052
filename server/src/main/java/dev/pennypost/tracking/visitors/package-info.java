/// Who visits: a person, or a machine that looks at mail before or instead of one. The rules are a file with a reason
/// for each, and operators may put their own before those shipped. Pure: what is to be judged is handed in.
@NullMarked
package dev.pennypost.tracking.visitors;

import org.jspecify.annotations.NullMarked;
