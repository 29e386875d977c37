#!/bin/sh
# Prepares a PKCS#11 token for one custody daemon: a token of its own, its PINs, no key. The daemon
# makes its non-extractable AES keys itself, inside the token.
#
#   setup-token.sh LABEL PIN_FILE SO_PIN_FILE
#
# Uses softhsm2-util (SoftHSM2, for trying out), or what SOFTHSM2_UTIL names, with the library that
# SOFTHSM2_MODULE names; with a device take its maker's initialisation tool and the same label. PINs
# are read from files so that they stand in no shell's history; both files belong to their owner
# alone. For the moment that the tool runs, its arguments hold them: run it on the custody host.
set -eu
label=${1:?usage: setup-token.sh LABEL PIN_FILE SO_PIN_FILE}
pin_file=${2:?usage: setup-token.sh LABEL PIN_FILE SO_PIN_FILE}
so_pin_file=${3:?usage: setup-token.sh LABEL PIN_FILE SO_PIN_FILE}
tool=${SOFTHSM2_UTIL:-softhsm2-util}

for file in "$pin_file" "$so_pin_file"; do
  case $(stat -c %a "$file") in
  600 | 400) ;;
  *)
    echo "setup-token: others can read $file; run: chmod 600 $file" >&2
    exit 1
    ;;
  esac
done

"$tool" ${SOFTHSM2_MODULE:+--module "$SOFTHSM2_MODULE"} --init-token --free --label "$label" \
  --pin "$(cat "$pin_file")" --so-pin "$(cat "$so_pin_file")"
