#!/bin/sh
# Makes the wrapping key for one daemon's share of one threshold key in one epoch.
#
#   setup-key.sh DAEMON KEY [EPOCH]
#
# Before a key is generated, and before each refresh for the epoch that it begins. AES-256-GCM, to be
# exported by nobody; deletion is allowed, so that an epoch's end can destroy it. Safe to run again.
set -eu
daemon=${1:?usage: setup-key.sh DAEMON KEY [EPOCH]}
key=${2:?usage: setup-key.sh DAEMON KEY [EPOCH]}
epoch=${3:-0}
client=${BAO:-bao}

case $daemon$key in
*[!a-z0-9-]*)
  echo "setup-key: names of daemons and keys have lower-case letters, digits and hyphens" >&2
  exit 1
  ;;
esac
case $epoch in
*[!0-9]*)
  echo "setup-key: an epoch is a number" >&2
  exit 1
  ;;
esac

"$client" write -f "transit/keys/$daemon.$key.$epoch" type=aes256-gcm96 exportable=false >/dev/null
"$client" write "transit/keys/$daemon.$key.$epoch/config" deletion_allowed=true >/dev/null
