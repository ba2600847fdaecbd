package dev.gongrelay.snapshot;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * A key for 127.0.0.1 and its certificate, issued by an authority made for it. Both are valid for an hour, and never leave
 * this process. Java can read certificates but not issue them, so this class writes them (RFC 5280, in DER).
 */
final class StandInCertificate {
    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int OCTET_STRING = 0x04;
    private static final int OBJECT_ID = 0x06;
    private static final int UTF8_STRING = 0x0C;
    private static final int UTC_TIME = 0x17;
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;

    /** {@code ecdsa-with-SHA256}, {@code commonName}, {@code basicConstraints} and {@code subjectAltName}. */
    private static final byte[] SIGNED_BY = der(SEQUENCE, der(OBJECT_ID, bytes(0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, 2)));

    private static final byte[] COMMON_NAME = der(OBJECT_ID, bytes(0x55, 4, 3));
    private static final byte[] BASIC_CONSTRAINTS = der(OBJECT_ID, bytes(0x55, 0x1D, 0x13));
    private static final byte[] ALTERNATIVE_NAME = der(OBJECT_ID, bytes(0x55, 0x1D, 0x11));
    private static final byte[] TRUE = bytes(1, 1, 0xFF);
    private static final Duration VALIDITY = Duration.ofHours(1);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private final KeyPair key = newKey();
    private final Certificate authority;
    private final Certificate certificate;

    StandInCertificate() throws GeneralSecurityException {
        KeyPair issuer = newKey();
        authority = certificate(
                "authority",
                issuer.getPublic(),
                issuer.getPrivate(),
                der(SEQUENCE, BASIC_CONSTRAINTS, TRUE, der(OCTET_STRING, der(SEQUENCE, TRUE))));
        byte[] address = der(0x87, bytes(127, 0, 0, 1));
        certificate = certificate(
                "stand-in",
                key.getPublic(),
                issuer.getPrivate(),
                der(SEQUENCE, ALTERNATIVE_NAME, der(OCTET_STRING, der(SEQUENCE, address))));
    }

    /** The key with its certificate. */
    KeyStore keys(char[] password) throws GeneralSecurityException, IOException {
        KeyStore keys = empty();
        keys.setKeyEntry("stand-in", key.getPrivate(), password, new Certificate[] {certificate});
        return keys;
    }

    /** The certificate authority to trust. */
    KeyStore authority() throws GeneralSecurityException, IOException {
        KeyStore trusted = empty();
        trusted.setCertificateEntry("authority", authority);
        return trusted;
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static KeyPair newKey() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static Certificate certificate(String subject, PublicKey key, PrivateKey issuer, byte[] extension)
            throws GeneralSecurityException {
        Instant now = Instant.now();
        byte[] contents = der(
                SEQUENCE,
                der(0xA0, der(INTEGER, bytes(2))),
                der(INTEGER, BigInteger.valueOf(now.toEpochMilli()).toByteArray()),
                SIGNED_BY,
                name("authority"),
                der(SEQUENCE, time(now.minus(VALIDITY)), time(now.plus(VALIDITY))),
                name(subject),
                key.getEncoded(),
                der(0xA3, der(SEQUENCE, extension)));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(issuer);
        signature.update(contents);
        byte[] whole = der(SEQUENCE, contents, SIGNED_BY, der(BIT_STRING, bytes(0), signature.sign()));
        return CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(whole));
    }

    private static byte[] name(String text) {
        byte[] value = der(UTF8_STRING, text.getBytes(StandardCharsets.UTF_8));
        return der(SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME, value)));
    }

    private static byte[] time(Instant time) {
        return der(UTC_TIME, TIME.format(time).getBytes(StandardCharsets.US_ASCII));
    }

    /** A value in DER: its type, its length of at most 65,535 bytes, and its parts. */
    private static byte[] der(int type, byte[]... parts) {
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            value.writeBytes(part);
        }
        int length = value.size();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(type);
        if (length < 0x80) {
            all.write(length);
        } else if (length < 0x100) {
            all.writeBytes(bytes(0x81, length));
        } else {
            all.writeBytes(bytes(0x82, length >> 8, length & 0xFF));
        }
        all.writeBytes(value.toByteArray());
        return all.toByteArray();
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
