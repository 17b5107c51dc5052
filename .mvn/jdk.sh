# Finds a JDK 25 or newer and exports it as JAVA_HOME. Sourced by ./mvnw and ./pennypost, because the
# default `java` of a machine is often older than the one beside it. Leaves JAVA_HOME alone when nothing fits.

# Prints the feature release of the JDK at $1 (17, 25, ...), or 0 when there is no JDK with a compiler.
jdk_feature() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || { echo 0; return; }
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" | grep . || echo 0
}

java_on_path() {
  found=$(command -v java 2>/dev/null) || return 0
  dirname "$(dirname "$(readlink -f "$found" 2>/dev/null || echo "$found")")"
}

find_jdk() {
  set +f # the callers switch globbing off
  newer=
  for home in "${PENNYPOST_JAVA_HOME-}" "${JAVA_HOME-}" "$(java_on_path)" /usr/lib/jvm/* "${HOME-}"/.sdkman/candidates/java/* \
    "${HOME-}"/.jdks/* "${HOME-}"/.local/share/mise/installs/java/* /opt/*jdk* /opt/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [ -n "$home" ] || continue
    feature=$(jdk_feature "$home")
    if [ "$feature" -eq 25 ]; then
      echo "$home"
      return
    fi
    if [ "$feature" -gt 25 ] && [ -z "$newer" ]; then newer=$home; fi
  done
  echo "$newer"
}

found_jdk=$(find_jdk)
if [ -n "$found_jdk" ]; then
  JAVA_HOME=$found_jdk
  export JAVA_HOME
fi
