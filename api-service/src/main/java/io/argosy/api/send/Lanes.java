package io.argosy.api.send;

import io.argosy.chain.LaneKey;
import io.argosy.chainclient.ChainClient;
import io.argosy.model.Address;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The accounts that pay gas, with their keys. Immutable. */
final class Lanes {
  private final Map<String, LaneKey> keys = new LinkedHashMap<>();

  Lanes(List<LaneKey> lanes) {
    lanes.forEach(lane -> keys.put(lane.address().toString(), lane));
  }

  String[] addresses() {
    return keys.keySet().toArray(String[]::new);
  }

  int count() {
    return keys.size();
  }

  LaneKey key(String address) {
    var key = keys.get(address);
    if (key == null) {
      throw new IllegalArgumentException("no key for lane " + address);
    }
    return key;
  }

  /** Lanes that hold so much wei after a block. */
  String[] holding(BigInteger wei, long block, ChainClient chain) throws IOException {
    var holding = new ArrayList<String>();
    for (var address : keys.keySet()) {
      if (chain.balance(Address.parse(address), block).compareTo(wei) >= 0) {
        holding.add(address);
      }
    }
    return holding.toArray(String[]::new);
  }

  /** Next nonces by what stands in blocks, in the order of the addresses. */
  Long[] nonces(ChainClient chain) throws IOException {
    var nonces = new Long[keys.size()];
    int place = 0;
    for (var address : keys.keySet()) {
      nonces[place++] = chain.nonce(Address.parse(address));
    }
    return nonces;
  }
}
