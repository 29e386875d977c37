#!/bin/sh
# Prepares a PKCS#11 token for one custody daemon: a token of its own, its PINs, no key. The daemon
# makes its non-extractable AES key itself, inside the token, at key generation.
#
#   setup-token.sh LABEL PIN_FILE SO_PIN_FILE
#
# Uses softhsm2-util (SoftHSM2, for trying out); with a device take its maker's initialisation tool
# and the same label. PINs are read from files so that they stand in no process list of a shell's
# history; both files should be readable by their owner alone.
set -eu
label=${1:?usage: setup-token.sh LABEL PIN_FILE SO_PIN_FILE}
pin_file=${2:?usage: setup-token.sh LABEL PIN_FILE SO_PIN_FILE}
so_pin_file=${3:?usage: setup-token.sh LABEL PIN_FILE SO_PIN_FILE}
tool=${SOFTHSM2_UTIL:-softhsm2-util}

"$tool" --init-token --free --label "$label" --pin "$(cat "$pin_file")" --so-pin "$(cat "$so_pin_file")"
