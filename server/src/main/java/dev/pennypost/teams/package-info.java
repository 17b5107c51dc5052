/// Teams: the tenants. Everything else belongs to one.
@NullMarked
package dev.pennypost.teams;

import org.jspecify.annotations.NullMarked;
