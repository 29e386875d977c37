#!/bin/sh
# Once for each server: the engines and logins that custody daemons use.
#
#   enable-engines.sh
#
# Needs BAO_ADDR, BAO_CACERT and an administrator's BAO_TOKEN (or the VAULT_ words of the same
# names). BAO names the client: bao (the default) or vault. Safe to run again. Refuses while no audit
# device is on: who opened what must be known from the first day.
set -eu
client=${BAO:-bao}

if [ -z "$("$client" audit list -format=json 2>/dev/null | tr -d '{} \n')" ]; then
  echo "enable-engines: no audit device is on; OpenBao takes one from its configuration file," >&2
  echo "Vault by: vault audit enable file file_path=..." >&2
  exit 1
fi

has() { "$client" "$1" list -format=json | grep -q "\"$2/\""; }

has secrets transit || "$client" secrets enable transit >/dev/null
has secrets secret || "$client" secrets enable -path=secret kv-v2 >/dev/null
has auth approle || "$client" auth enable approle >/dev/null
has auth cert || "$client" auth enable cert >/dev/null
