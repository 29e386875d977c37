package io.argosy.stack;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Issues the certificates of one deployment for demo and tests: ECDSA P-256, one authority, leaves
 * for this machine's loopback names whose SAN URI is the identity. The authority's key stays in
 * memory and ends with the process.
 */
public final class CertificateAuthority {
  private static final Duration LIFE = Duration.ofDays(30);
  private final SecureRandom random;
  private final KeyPair keys;
  private final X509Certificate certificate;

  private CertificateAuthority(SecureRandom random, KeyPair keys, X509Certificate certificate) {
    this.random = random;
    this.keys = keys;
    this.certificate = certificate;
  }

  /**
   * Files of one issued identity: certificate chain, PKCS#8 key and the authority's certificate.
   */
  public record Issued(Path certificate, Path key, Path authority) {}

  /** Makes an authority of this name. */
  public static CertificateAuthority create(String name, SecureRandom random)
      throws GeneralSecurityException {
    KeyPair keys = keyPair(random);
    var subject = new X500Principal("CN=" + name);
    var now = Instant.now();
    var builder = builder(subject, subject, keys, new Validity(now, LIFE), random);
    try {
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    } catch (CertIOException e) {
      throw new GeneralSecurityException(e);
    }
    return new CertificateAuthority(random, keys, sign(builder, keys));
  }

  /** Issues for now on, as {@link #issue(Path, String, Optional, Validity)}. */
  public Issued issue(Path folder, String name, Optional<String> uri)
      throws GeneralSecurityException, IOException {
    return issue(folder, name, uri, new Validity(Instant.now(), LIFE));
  }

  /** From when and for how long a certificate holds. */
  public record Validity(Instant from, Duration life) {}

  /**
   * Issues a certificate for server and client use on localhost and 127.0.0.1.
   *
   * @param folder gets {@code name.pem}, {@code name.key} (owner only) and {@code name.ca.pem}
   * @param uri the identity, {@code argosy://deployment/role/name}; none for parts that are not
   *     ours
   */
  public Issued issue(Path folder, String name, Optional<String> uri, Validity validity)
      throws GeneralSecurityException, IOException {
    KeyPair leaf = keyPair(random);
    var builder =
        builder(
            certificate.getSubjectX500Principal(),
            new X500Principal("CN=" + name),
            leaf,
            validity,
            random);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    builder.addExtension(
        Extension.extendedKeyUsage,
        false,
        new ExtendedKeyUsage(
            new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth}));
    builder.addExtension(Extension.subjectAlternativeName, false, names(uri));
    Files.createDirectories(folder);
    var issued =
        new Issued(
            folder.resolve(name + ".pem"),
            folder.resolve(name + ".key"),
            folder.resolve(name + ".ca.pem"));
    Files.writeString(issued.certificate(), pem(sign(builder, keys)));
    Files.writeString(issued.authority(), pem(certificate));
    Files.deleteIfExists(issued.key());
    Files.createFile(
        issued.key(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(
        issued.key(),
        pem(new org.bouncycastle.openssl.jcajce.JcaPKCS8Generator(leaf.getPrivate(), null)));
    return issued;
  }

  private static GeneralNames names(Optional<String> uri) {
    var local = new GeneralName(GeneralName.dNSName, "localhost");
    var loopback = new GeneralName(GeneralName.iPAddress, "127.0.0.1");
    return uri.map(
            text ->
                new GeneralNames(
                    new GeneralName[] {
                      new GeneralName(GeneralName.uniformResourceIdentifier, text), local, loopback
                    }))
        .orElseGet(() -> new GeneralNames(new GeneralName[] {local, loopback}));
  }

  private static JcaX509v3CertificateBuilder builder(
      X500Principal issuer,
      X500Principal subject,
      KeyPair keys,
      Validity validity,
      SecureRandom random) {
    return new JcaX509v3CertificateBuilder(
        issuer,
        new BigInteger(127, random).add(BigInteger.ONE),
        Date.from(validity.from().minusSeconds(60)),
        Date.from(validity.from().plus(validity.life())),
        subject,
        keys.getPublic());
  }

  private static X509Certificate sign(JcaX509v3CertificateBuilder builder, KeyPair issuer)
      throws GeneralSecurityException {
    try {
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(issuer.getPrivate());
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private static KeyPair keyPair(SecureRandom random) throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), random);
    return generator.generateKeyPair();
  }

  private static String pem(Object thing) throws IOException {
    var text = new StringWriter();
    try (var writer = new JcaPEMWriter(text)) {
      writer.writeObject(thing);
    }
    return text.toString();
  }
}
