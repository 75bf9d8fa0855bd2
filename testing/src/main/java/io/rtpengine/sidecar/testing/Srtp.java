package io.rtpengine.sidecar.testing;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * One direction of SRTP (RFC 3711) with the suite AES_CM_128_HMAC_SHA1_80, whose key travels in the
 * SDP (RFC 4568). For short streams: the sequence number must not wrap. RTCP is not encrypted.
 * Immutable and thread-safe.
 */
public final class Srtp {

  private static final String SUITE = "AES_CM_128_HMAC_SHA1_80";
  private static final Pattern ATTRIBUTE =
      Pattern.compile("(\\d+) " + SUITE + " inline:([A-Za-z0-9+/=]+)(\\|.*)?( .*)?");

  private static final int KEY = 16;
  private static final int SALT = 14;
  private static final int AUTHENTICATION_KEY = 20;
  private static final int TAG = 10;
  private static final int HEADER = 12;
  private static final int BLOCK = 16;

  private final String tag;
  private final byte[] master;
  private final byte[] encryptionKey;
  private final byte[] authenticationKey;
  private final byte[] salt;

  private Srtp(String tag, byte[] master) {
    this.tag = tag;
    this.master = master;
    this.encryptionKey = derived(0, KEY);
    this.authenticationKey = derived(1, AUTHENTICATION_KEY);
    this.salt = derived(2, SALT);
  }

  /** Returns one with a key of its own. */
  public static Srtp random() {
    byte[] master = new byte[KEY + SALT];
    new SecureRandom().nextBytes(master);
    return new Srtp("1", master);
  }

  /** Returns one with a key and a salt, one after the other. */
  static Srtp of(byte[] master) {
    return new Srtp("1", master.clone());
  }

  /** Returns the first of this suite among the {@code a=crypto} of a media section. */
  public static Optional<Srtp> of(Sdp.Media media) {
    return media.attributes().stream()
        .filter(attribute -> attribute.startsWith("crypto:"))
        .map(attribute -> ATTRIBUTE.matcher(attribute.substring("crypto:".length())))
        .filter(Matcher::matches)
        .findFirst()
        .map(found -> new Srtp(found.group(1), Base64.getDecoder().decode(found.group(2))));
  }

  /** Returns the attribute that tells the key to the other side, without {@code a=}. */
  public String attribute() {
    return "crypto:" + tag + " " + SUITE + " inline:" + Base64.getEncoder().encodeToString(master);
  }

  /** Returns one that answers an offer: with a key of its own, under the tag of the offered one. */
  public Srtp answering(Srtp offered) {
    return new Srtp(offered.tag, master);
  }

  /** Encrypts and authenticates an RTP packet without extension and contributing sources. */
  public byte[] protect(byte[] packet) {
    byte[] encrypted = crypt(packet, packet.length);
    byte[] whole = Arrays.copyOf(encrypted, packet.length + TAG);
    System.arraycopy(authentication(encrypted, packet.length), 0, whole, packet.length, TAG);
    return whole;
  }

  /** Decrypts an RTP packet; nothing if it is not authentic. */
  public Optional<byte[]> unprotect(byte[] packet) {
    int length = packet.length - TAG;
    if (length < HEADER) {
      return Optional.empty();
    }
    byte[] tagged = Arrays.copyOfRange(packet, length, packet.length);
    return MessageDigest.isEqual(tagged, authentication(packet, length))
        ? Optional.of(crypt(packet, length))
        : Optional.empty();
  }

  /** Section 4.1.1: what encrypts decrypts, too. */
  private byte[] crypt(byte[] packet, int length) {
    ByteBuffer header = ByteBuffer.wrap(packet);
    ByteBuffer iv = ByteBuffer.allocate(BLOCK).put(salt);
    iv.putInt(4, iv.getInt(4) ^ header.getInt(8));
    iv.putShort(12, (short) (iv.getShort(12) ^ header.getShort(2)));
    byte[] payload = counterMode(encryptionKey, iv.array(), packet, HEADER, length - HEADER);
    byte[] crypted = Arrays.copyOf(packet, length);
    System.arraycopy(payload, 0, crypted, HEADER, payload.length);
    return crypted;
  }

  /** Section 4.2.1. */
  private byte[] authentication(byte[] packet, int length) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(authenticationKey, "HmacSHA1"));
      mac.update(packet, 0, length);
      // How often the sequence number has wrapped.
      mac.update(new byte[Integer.BYTES]);
      return Arrays.copyOf(mac.doFinal(), TAG);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Section 4.3.1. */
  final byte[] derived(int label, int length) {
    byte[] iv = Arrays.copyOf(Arrays.copyOfRange(master, KEY, KEY + SALT), BLOCK);
    iv[7] ^= (byte) label;
    return counterMode(Arrays.copyOf(master, KEY), iv, new byte[length], 0, length);
  }

  private static byte[] counterMode(byte[] key, byte[] iv, byte[] in, int offset, int length) {
    try {
      Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
      return cipher.doFinal(in, offset, length);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
