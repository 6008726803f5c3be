#!/usr/bin/env bash
# gluster-node.sh DIR: a node of Gluster in network, mount and host name namespaces of its own, with
# its files in DIR. Its name is node1. Says "ready" when glusterd answers, and stays until killed.
set -euo pipefail
dir=$1
mkdir -p "$dir"/{lib/events,log}
cp -rL /var/lib/glusterd/{hooks,groups} "$dir/lib/"
printf '127.0.0.1 localhost\n::1 localhost\n10.77.0.1 node1\n' >"$dir/hosts"
exec unshare --mount --net --uts --propagation private bash -euc '
  dir=$1
  hostname node1
  ip link set lo up
  ip addr add 10.77.0.1/32 dev lo
  mount --bind "$dir/lib" /var/lib/glusterd
  mount --bind "$dir/log" /var/log/glusterfs
  mount --bind "$dir/hosts" /etc/hosts
  mount -t tmpfs tmpfs /run
  mkdir -p /run/gluster /run/lock
  glusterd -N &
  for _ in $(seq 300); do
    if gluster pool list >/dev/null 2>&1; then
      echo ready
      exec sleep 1200
    fi
    sleep 0.2
  done
  echo "glusterd does not answer" >&2' node "$dir"
