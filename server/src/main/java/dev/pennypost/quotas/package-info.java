/// How many emails teams have sent and received, and how many more they may; and how many requests a second, which each
/// process counts for itself. The counts of emails are written by the
/// transactions that accept emails, so they survive whatever the emails survive. What a team may is the operator's to
/// say, and nothing limits a team the operator has said nothing about.
@NullMarked
package dev.pennypost.quotas;

import org.jspecify.annotations.NullMarked;
