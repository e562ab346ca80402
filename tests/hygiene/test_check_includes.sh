#!/usr/bin/env bash
# The check itself must be able to fail: plants each kind of breach in a copy of a tiny tree and expects it to be named.
set -euo pipefail
check=$(dirname "$(readlink -f "$0")")/check_includes.py
tree=$(mktemp -d); trap 'rm -rf "$tree"' EXIT
git -C "$tree" init -q
mkdir -p "$tree"/{models/core,models/kube,models/task,ui/style}
touch "$tree"/models/{core/a.h,task/t.h} "$tree"/ui/style/s.h
expect() { # expect TEXT: the check fails and says TEXT
    git -C "$tree" add -A
    if out=$("$check" "$tree"); then echo "not noticed: $1"; exit 1; fi
    grep -qF "$1" <<<"$out" || { echo "expected '$1', got: $out"; exit 1; }
}
git -C "$tree" add -A; "$check" "$tree" >/dev/null
echo '#include "models/task/t.h"' >"$tree/models/kube/k.h"; expect 'models/kube must not include "models/task/t.h"'
echo '#include "ui/style/s.h"' >"$tree/models/kube/k.h"; expect 'models/kube must not include "ui/style/s.h"'
echo '#include "../core/a.h"' >"$tree/models/kube/k.h"; expect 'is not written from the root'
echo '#include <QWidget>' >"$tree/models/kube/k.h"; expect 'widgets have no place'
echo '#include "models/core/a.h"' >"$tree/models/kube/k.h"; git -C "$tree" add -A; "$check" "$tree" >/dev/null
mkdir "$tree/models/misc"; touch "$tree/models/misc/m.cpp"; expect 'folder models/misc is unknown'
rm -r "$tree/models/misc"; mkdir "$tree/lib"; touch "$tree/lib/x"; expect 'lib does not belong on the top level'
echo "every planted breach was named"
