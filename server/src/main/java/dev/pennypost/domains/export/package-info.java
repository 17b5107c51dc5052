/// A domain's records in the formats that DNS tools read: zone files, change batches, Terraform, spreadsheets. For
/// owners who would rather import than type. Writes text; sends nothing anywhere.
@NullMarked
package dev.pennypost.domains.export;

import org.jspecify.annotations.NullMarked;
