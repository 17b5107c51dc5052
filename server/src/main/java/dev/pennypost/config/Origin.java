package dev.pennypost.config;

/// Where the value of a setting comes from.
sealed interface Origin {
    /// Nobody said anything.
    record Default() implements Origin {
        @Override
        public String toString() {
            return "default";
        }
    }

    /// The file at this path.
    record InFile(String path) implements Origin {
        @Override
        public String toString() {
            return path;
        }
    }

    /// This environment variable.
    record Variable(String name) implements Origin {
        @Override
        public String toString() {
            return "environment " + name;
        }
    }

    /// A command line option or a command that needs it so.
    record Command(String words) implements Origin {
        @Override
        public String toString() {
            return words;
        }
    }
}
