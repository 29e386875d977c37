# Everything that one custody daemon may do, and nothing else: wrap and unwrap under its own
# transit keys, one an epoch. No listing, no reading of keys or policies, no other daemon's path.
path "transit/encrypt/DAEMON-epoch-*" {
  capabilities = ["update"]
}
path "transit/decrypt/DAEMON-epoch-*" {
  capabilities = ["update"]
}
# Moves wrapped keys to the newest version of the wrapping key without showing them.
path "transit/rewrap/DAEMON-epoch-*" {
  capabilities = ["update"]
}
path "auth/token/renew-self" {
  capabilities = ["update"]
}
path "auth/token/lookup-self" {
  capabilities = ["read"]
}
