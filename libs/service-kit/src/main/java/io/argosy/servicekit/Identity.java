package io.argosy.servicekit;

import io.argosy.proto.common.v1.Role;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who a process is: the SAN URI {@code argosy://deployment/role/name} of its certificate.
 *
 * @param name 1 to 64 lower-case letters, digits, dots and hyphens
 */
public record Identity(String deployment, Role role, String name) {
  private static final Pattern URI =
      Pattern.compile("argosy://([a-z0-9.-]{1,64})/([a-z-]{1,32})/([a-z0-9.-]{1,64})");
  private static final int URI_KIND = 6; // RFC 5280, GeneralName: uniformResourceIdentifier

  /** Reads the one identity of a certificate; empty when it names none, or more than one. */
  public static Optional<Identity> of(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      if (names == null) {
        return Optional.empty();
      }
      var uris = names.stream().filter(name -> name.getFirst().equals(URI_KIND)).toList();
      return uris.size() == 1 ? parse(String.valueOf(uris.getFirst().get(1))) : Optional.empty();
    } catch (CertificateParsingException e) {
      return Optional.empty();
    }
  }

  /** Reads an identity's URI. */
  public static Optional<Identity> parse(String uri) {
    Matcher matcher = URI.matcher(uri);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String word = matcher.group(2);
    for (Role role : Role.values()) {
      if (role != Role.ROLE_UNSPECIFIED && role != Role.UNRECOGNIZED && word(role).equals(word)) {
        return Optional.of(new Identity(matcher.group(1), role, matcher.group(3)));
      }
    }
    return Optional.empty();
  }

  private static String word(Role role) {
    return role.name().substring("ROLE_".length()).toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The URI. */
  @Override
  public String toString() {
    return "argosy://" + deployment + "/" + word(role) + "/" + name;
  }
}
