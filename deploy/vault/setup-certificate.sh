#!/bin/sh
# Lets one custody daemon log in by a TLS certificate in the place of an AppRole.
#
#   setup-certificate.sh DAEMON AUTHORITY_PEM
#
# The certificate's common name is the daemon's, its issuer the authority of that file. Run
# setup-daemon.sh first: the policy is the same.
set -eu
daemon=${1:?usage: setup-certificate.sh DAEMON AUTHORITY_PEM}
authority=${2:?usage: setup-certificate.sh DAEMON AUTHORITY_PEM}
client=${BAO:-bao}

"$client" write "auth/cert/certs/$daemon" certificate=@"$authority" allowed_common_names="$daemon" \
  token_policies="custody-$daemon" token_no_default_policy=true token_ttl=20m token_max_ttl=4h >/dev/null
