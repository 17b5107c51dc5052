/// Stand-ins for the outside world, shared by the tests of all modules. Each is a small real thing on loopback
/// that can be told to misbehave, never a mock. Waiting is done on conditions, never by sleeping.
@NullMarked
package dev.pennypost.testkit;

import org.jspecify.annotations.NullMarked;
