package io.argosy.model;

import java.util.Optional;

/**
 * An asset as CAIP-19 names it: {@code eip155:31337/erc20:0x…} or a chain's own coin, {@code
 * eip155:31337/slip44:60}.
 *
 * @param token the token's contract, empty for the chain's own coin
 */
public record AssetId(ChainId chain, Optional<Address> token) {
  private static final String COIN = "slip44:60";
  private static final String TOKEN = "erc20:";

  /** The chain's own coin. */
  public static AssetId coin(ChainId chain) {
    return new AssetId(chain, Optional.empty());
  }

  /** A token by its contract. */
  public static AssetId token(ChainId chain, Address token) {
    return new AssetId(chain, Optional.of(token));
  }

  /** Reads CAIP-19 text. */
  public static AssetId parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("not an asset (CAIP-19)");
    }
    var chain = ChainId.parse(text.substring(0, slash));
    String asset = text.substring(slash + 1);
    if (asset.equals(COIN)) {
      return coin(chain);
    }
    if (asset.startsWith(TOKEN)) {
      return token(chain, Address.parse(asset.substring(TOKEN.length())));
    }
    throw new IllegalArgumentException("neither slip44:60 nor erc20:0x… (CAIP-19)");
  }

  @Override
  public String toString() {
    return chain + "/" + token.map(address -> TOKEN + address).orElse(COIN);
  }
}
