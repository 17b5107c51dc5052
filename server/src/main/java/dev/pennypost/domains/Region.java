package dev.pennypost.domains;

import java.util.Arrays;
import java.util.Optional;

/// Where a domain sends from. One server has one place; the region is kept because callers set it and hosts may be
/// named after it.
public enum Region {
    US_EAST_1("us-east-1"),
    EU_WEST_1("eu-west-1"),
    SA_EAST_1("sa-east-1"),
    AP_NORTHEAST_1("ap-northeast-1");

    private final String code;

    Region(String code) {
        this.code = code;
    }

    /// Such as `us-east-1`.
    public String code() {
        return code;
    }

    static Optional<Region> of(String code) {
        return Arrays.stream(values())
                .filter(region -> region.code.equals(code))
                .findFirst();
    }
}
