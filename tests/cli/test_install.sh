#!/bin/sh
# usage: test_install.sh CMAKE BUILD_FOLDER
# What is installed works from anywhere, with its own data, and can be moved.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
"$1" --install "$2" --prefix "$home/first" >"$home/log" 2>&1 || { cat "$home/log"; exit 1; }
mv "$home/first" "$home/moved"
cd "$home"
unset TOCSIN_DATA || true
moved/bin/tocsin version >version
"$2/cli/tocsin" version >built
cmp version built || { echo "installed and built program use different data"; exit 1; }
echo "Police in Almaty arrested nine protesters." | moved/bin/tocsin code --format docs >record
grep -q '"id":"stdin"' record || { cat record; exit 1; }
test -f moved/include/tocsin.h && test -f "$(find moved -name tocsin.pc)"
