#!/bin/sh
# Gives one custody daemon its policy and its AppRole on Vault or OpenBao.
#
#   setup-daemon.sh DAEMON
#
# Prints the role's id, and a secret id that is wrapped for one reading within two minutes. Needs
# what enable-engines.sh needs, and that it was run. Safe to run again: earlier secret ids hold on
# until they end or are revoked.
set -eu
daemon=${1:?usage: setup-daemon.sh DAEMON}
client=${BAO:-bao}
here=$(cd "$(dirname "$0")" && pwd)

case $daemon in
*[!a-z0-9-]* | "")
  echo "setup-daemon: a daemon's name has lower-case letters, digits and hyphens" >&2
  exit 1
  ;;
esac

sed "s/DAEMON/$daemon/g" "$here/daemon-policy.hcl" | "$client" policy write "custody-$daemon" - >/dev/null
"$client" write "auth/approle/role/$daemon" token_policies="custody-$daemon" token_no_default_policy=true \
  token_ttl=20m token_max_ttl=4h secret_id_ttl=2160h secret_id_num_uses=0 >/dev/null
echo "role_id $("$client" read -field=role_id "auth/approle/role/$daemon/role-id")"
echo "wrapping_token $("$client" write -f -wrap-ttl=120s -field=wrapping_token "auth/approle/role/$daemon/secret-id")"
