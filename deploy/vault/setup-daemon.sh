#!/bin/sh
# Gives one custody daemon its wrapping key, its policy and its AppRole on Vault or OpenBao.
#
#   setup-daemon.sh DAEMON [EPOCH]
#
# Needs BAO_ADDR, BAO_CACERT and an administrator's BAO_TOKEN (or the VAULT_ words of the same
# names), the transit engine at transit/, AppRole at auth/approle/, and an audit device, without
# which it refuses. BAO names the client: bao (the default) or vault. Safe to run again.
set -eu
daemon=${1:?usage: setup-daemon.sh DAEMON [EPOCH]}
epoch=${2:-0}
client=${BAO:-bao}
here=$(cd "$(dirname "$0")" && pwd)

case $daemon in
*[!a-z0-9-]* | *-epoch-*)
  echo "setup-daemon: a daemon's name has lower-case letters, digits and hyphens, and no -epoch-" >&2
  exit 1
  ;;
esac
case $epoch in
*[!0-9]*) echo "setup-daemon: an epoch is a number" >&2; exit 1 ;;
esac

if [ -z "$("$client" audit list -format=json 2>/dev/null | tr -d '{} \n')" ]; then
  echo "setup-daemon: no audit device is on; enable one first (audit enable file file_path=...)" >&2
  exit 1
fi

# AES-256-GCM, exportable to nobody; deletion is allowed so that an epoch's
# end can destroy its key.
"$client" write -f "transit/keys/$daemon-epoch-$epoch" type=aes256-gcm96 exportable=false >/dev/null
"$client" write "transit/keys/$daemon-epoch-$epoch/config" deletion_allowed=true >/dev/null
sed "s/DAEMON/$daemon/g" "$here/daemon-policy.hcl" | "$client" policy write "custody-$daemon" - >/dev/null
"$client" write "auth/approle/role/$daemon" token_policies="custody-$daemon" token_no_default_policy=true \
  token_ttl=20m token_max_ttl=4h secret_id_ttl=24h secret_id_num_uses=0 >/dev/null
echo "role_id $("$client" read -field=role_id "auth/approle/role/$daemon/role-id")"
echo "secret id, wrapped for one reading within two minutes:"
"$client" write -f -wrap-ttl=120s -field=wrapping_token "auth/approle/role/$daemon/secret-id"
