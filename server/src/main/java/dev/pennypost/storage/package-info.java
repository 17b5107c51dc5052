/// PostgreSQL: the pool, transactions, migrations, the embedded server, and the outbox through which events leave a
/// transaction. Knows no feature; stores of features write their SQL against [Transaction].
@NullMarked
package dev.pennypost.storage;

import org.jspecify.annotations.NullMarked;
