#!/usr/bin/env bash
# Assembles what an image holds beneath the application, so that images need no base image and no registry: a Java runtime
# cut to the modules that are used, the C library that it needs, for the agent two programs that start others, and the licences of all.
#
# Usage: rootfs.sh OUTPUT_DIRECTORY JNA_JAR
#   OUTPUT_DIRECTORY  is made anew, unless it was made from the same JDK and by this script before
#   JNA_JAR           its native library is put into /app/native; "none" if the application has no use for it
# Environment: JAVA_HOME, the JDK whose runtime is taken.
set -euo pipefail

readonly output="${1:?usage: rootfs.sh OUTPUT_DIRECTORY JNA_JAR}"
readonly jna_jar="${2:?usage: rootfs.sh OUTPUT_DIRECTORY JNA_JAR}"
readonly jdk="${JAVA_HOME:?JAVA_HOME must be the JDK that the images shall run on}"

# What jdeps finds in both applications and their libraries, and the algorithms of TLS.
readonly modules="java.base,java.compiler,java.instrument,java.logging,java.management,java.naming,java.net.http,\
java.security.jgss,java.sql,java.xml,jdk.crypto.ec,jdk.jfr,jdk.management,jdk.unsupported,jdk.zipfs"

# Loaded by name when the C library looks a host name up, so that no other library names them.
readonly name_service="libresolv.so.2 libnss_dns.so.2 libnss_files.so.2"

# What the agent starts programs of others with, as an unprivileged user: both of util-linux.
readonly programs="/usr/bin/setpriv /usr/bin/choom"

fail() {
  echo "rootfs.sh: $*" >&2
  exit 1
}

stamp_text() {
  cat "$jdk/release" "${BASH_SOURCE[0]}"
  echo "$jna_jar"
}

copy_runtime() {
  "$jdk/bin/jlink" \
    --add-modules "$modules" \
    --strip-debug --no-header-files --no-man-pages --compress=zip-6 \
    --generate-cds-archive \
    --output "$output/opt/java"
  # For heaps beyond 32 GiB only.
  rm "$output/opt/java/lib/server/classes_nocoops.jsa"
}

# Everything outside the runtime that the given files are linked against, at the same path as here.
copy_libraries_of() {
  local file library
  for file in "$@"; do
    ldd "$file" | awk '$2 == "=>" { print $3 } $1 ~ /^\// { print $1 }'
  done | sort -u | while read -r library; do
    case "$library" in
      "$output"/* | not) ;;
      /*) install -D -m 0755 "$(readlink -f "$library")" "$output$library" ;;
    esac
  done
}

copy_name_service() {
  local directory library
  directory="$(dirname "$(ldd "$output/opt/java/bin/java" | awk '$1 == "libc.so.6" { print $3 }')")"
  for library in $name_service; do
    [ -e "$directory/$library" ] || fail "$directory/$library is missing: is this a glibc system?"
    install -D -m 0755 "$(readlink -f "$directory/$library")" "$output$directory/$library"
  done
  mkdir -p "$output/etc"
  echo 'hosts: files dns' > "$output/etc/nsswitch.conf"
  printf 'root:x:0:0:root:/:/nologin\nnonroot:x:65532:65532:nonroot:/:/nologin\n' > "$output/etc/passwd"
  printf 'root:x:0:\nnonroot:x:65532:\n' > "$output/etc/group"
}

copy_licences() {
  local licence=/usr/share/doc/libc6/copyright
  [ -f "$licence" ] || fail "$licence is missing: the C library must not be passed on without its licence"
  install -D -m 0644 "$licence" "$output$licence"
  # jlink has put those of the runtime's modules into /opt/java/legal.
  install -D -m 0644 "$jdk/NOTICE" "$output/usr/share/doc/java/NOTICE" 2> /dev/null || true
}

copy_jna() {
  local machine
  [ "$jna_jar" != none ] || return 0
  machine="$(uname -m | sed 's/_/-/')"
  mkdir -p "$output/app/native"
  (cd "$output/app/native" && "$jdk/bin/jar" --extract --file "$jna_jar" "com/sun/jna/linux-$machine/libjnidispatch.so")
  mv "$output/app/native/com/sun/jna/linux-$machine/libjnidispatch.so" "$output/app/native/"
  rm -r "$output/app/native/com"
}

# vip-agent as one word for kubectl exec, in an image without a shell: the kernel itself runs an interpreter that a file names, and
# java reads its options from a file. What the kernel adds, the path of the script, comes behind the last option.
copy_command() {
  [ "$jna_jar" != none ] || return 0
  mkdir -p "$output/usr/bin"
  echo '#!/opt/java/bin/java @/app/vip-agent.options' > "$output/usr/bin/vip-agent"
  chmod 0755 "$output/usr/bin/vip-agent"
  cat > "$output/app/vip-agent.options" << 'OPTIONS'
-XX:+UseSerialGC
-Xmx32m
-Xss256k
-XX:TieredStopAtLevel=1
-XX:-UsePerfData
-Dstdout.encoding=UTF-8
-Dstderr.encoding=UTF-8
--enable-native-access=ALL-UNNAMED
-Djna.nounpack=true
-Djna.nosys=true
-Djna.boot.library.path=/app/native
-jar
/app/quarkus-run.jar
--launched-by
OPTIONS
}

# Programs that the agent calls, with their licences and those of their libraries.
copy_programs() {
  local program licence
  [ "$jna_jar" != none ] || return 0
  for program in $programs; do
    [ -x "$program" ] || fail "$program is missing: it is in the package util-linux"
    install -D -m 0755 "$program" "$output$program"
  done
  for licence in /usr/share/doc/util-linux/copyright /usr/share/doc/libcap-ng0/copyright; do
    [ -f "$licence" ] || fail "$licence is missing: the program must not be passed on without its licence"
    install -D -m 0644 "$licence" "$output$licence"
  done
}

main() {
  local stamp="$output.stamp"
  if [ -d "$output" ] && [ -f "$stamp" ] && stamp_text | cmp -s - "$stamp"; then
    return 0
  fi
  rm -rf "$output" "$stamp"
  mkdir -p "$output/tmp" "$output/run/vip-agent" "$output/var/lib/vip-operator"
  copy_runtime
  copy_jna
  copy_command
  copy_programs
  # Word splitting is wanted: lists of files.
  # shellcheck disable=SC2046,SC2086
  copy_libraries_of "$output/opt/java/bin/java" $(find "$output" -name '*.so') $([ "$jna_jar" = none ] || echo $programs)
  copy_name_service
  copy_licences
  stamp_text > "$stamp"
}

main
