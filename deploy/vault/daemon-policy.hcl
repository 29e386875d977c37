# Everything that one custody daemon may do, and nothing else. Names of daemons and keys have no dot,
# so "DAEMON." begins no other daemon's keys. No listing, no reading of keys or policies.

# Wraps and unwraps under the daemon's own transit keys, DAEMON.KEY.EPOCH.
path "transit/encrypt/DAEMON.*" {
  capabilities = ["update"]
}
path "transit/decrypt/DAEMON.*" {
  capabilities = ["update"]
}
# The end of an epoch destroys its key. Neither reading, rotating nor configuring is allowed.
path "transit/keys/DAEMON.*" {
  capabilities = ["delete"]
}

# Sealed shares in the key-value engine, for daemons that keep them there: secret/DAEMON/KEY/EPOCH.
path "secret/data/DAEMON/*" {
  capabilities = ["create", "update", "read"]
}
path "secret/metadata/DAEMON/*" {
  capabilities = ["create", "update"]
}
path "secret/destroy/DAEMON/*" {
  capabilities = ["update"]
}

path "auth/token/renew-self" {
  capabilities = ["update"]
}
path "auth/token/lookup-self" {
  capabilities = ["read"]
}
path "auth/token/revoke-self" {
  capabilities = ["update"]
}
