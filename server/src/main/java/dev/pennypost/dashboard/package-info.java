/// Door: the dashboard, at `/dashboard`. People sign in here and see and do what the API lets programs see and do,
/// through the same front doors of features. Every page works without a script; scripts only make it livelier.
@NullMarked
package dev.pennypost.dashboard;

import org.jspecify.annotations.NullMarked;
