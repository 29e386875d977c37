package io.argosy.api.receive;

import static io.argosy.api.receive.RowReason.ADDRESS_CHECKSUM;
import static io.argosy.api.receive.RowReason.ADDRESS_FORMAT;
import static io.argosy.api.receive.RowReason.ADDRESS_ZERO;

import io.argosy.chain.Keccak;
import io.argosy.model.Address;
import java.util.HexFormat;
import java.util.Locale;

/** Reads a recipient as people write it: one case throughout, or mixed with a right EIP-55 sum. */
final class AddressText {
  private static final Address ZERO = Address.of(new byte[20]);

  private AddressText() {}

  static Checked<Address> parse(String text) {
    if (!text.matches("0x[0-9a-fA-F]{40}")) {
      return Checked.bad(ADDRESS_FORMAT, "write 0x and 40 hexadecimal digits");
    }
    String digits = text.substring(2);
    String lower = digits.toLowerCase(Locale.ROOT);
    boolean oneCase = digits.equals(lower) || digits.equals(digits.toUpperCase(Locale.ROOT));
    if (!oneCase && !digits.equals(checksummed(lower))) {
      return Checked.bad(ADDRESS_CHECKSUM, "copy the address again from its source (EIP-55)");
    }
    var address = Address.parse("0x" + lower);
    return address.equals(ZERO)
        ? Checked.bad(ADDRESS_ZERO, "write the payee's address; nobody holds the zero address")
        : Checked.good(address);
  }

  /** EIP-55: a letter is upper-case where the hash of the lower-case text has a digit above 7. */
  private static String checksummed(String lower) {
    String hex = HexFormat.of().formatHex(Keccak.hash(lower).bytes());
    var text = new StringBuilder(40);
    for (int i = 0; i < 40; i++) {
      char c = lower.charAt(i);
      text.append(hex.charAt(i) > '7' ? Character.toUpperCase(c) : c);
    }
    return text.toString();
  }
}
