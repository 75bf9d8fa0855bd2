package io.rtpengine.sidecar.benchmarks.codec;

import be.adaxisoft.bencode.BDecoder;
import be.adaxisoft.bencode.BEncodedValue;
import be.adaxisoft.bencode.BEncoder;
import bt.bencoding.model.BEObject;
import bt.bencoding.serializers.BEEncoder;
import bt.bencoding.serializers.BEParser;
import bt.bencoding.types.BEInteger;
import bt.bencoding.types.BEList;
import bt.bencoding.types.BEMap;
import bt.bencoding.types.BEString;
import com.dampcake.bencode.Bencode;
import com.dampcake.bencode.Type;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rtpengine.sidecar.bencode.BencodeDictionary;
import io.rtpengine.sidecar.bencode.BencodeInteger;
import io.rtpengine.sidecar.bencode.BencodeLimits;
import io.rtpengine.sidecar.bencode.BencodeList;
import io.rtpengine.sidecar.bencode.BencodeReader;
import io.rtpengine.sidecar.bencode.BencodeString;
import io.rtpengine.sidecar.bencode.BencodeValue;
import io.rtpengine.sidecar.bencode.BencodeWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A library that encodes and decodes, ready to do so with one message in the library's own model.
 */
interface Codec {

  /** Encodes the message. */
  byte[] encode() throws Exception;

  /** Decodes the message. */
  Object decode() throws Exception;

  /** Ours. */
  final class Sidecar implements Codec {
    private final BencodeDictionary dictionary;
    private final byte[] bytes;

    Sidecar(BencodeDictionary dictionary) {
      this.dictionary = dictionary;
      bytes = encode();
    }

    @Override
    public byte[] encode() {
      return BencodeWriter.encode(dictionary);
    }

    @Override
    public Object decode() throws Exception {
      return BencodeReader.read(bytes, 0, bytes.length, BencodeLimits.DATAGRAM);
    }
  }

  /** com.dampcake:bencode, in the variant that decodes every string as text. */
  final class Dampcake implements Codec {
    private final Bencode bencode = new Bencode();
    private final Map<String, Object> map;
    private final byte[] bytes;

    Dampcake(BencodeDictionary dictionary) {
      map = Plain.of(dictionary);
      bytes = encode();
    }

    @Override
    public byte[] encode() {
      return bencode.encode(map);
    }

    @Override
    public Object decode() {
      return bencode.decode(bytes, Type.DICTIONARY);
    }
  }

  /** be.adaxisoft:Bencode. */
  final class Adaxisoft implements Codec {
    private final Map<String, BEncodedValue> map = new LinkedHashMap<>();
    private final byte[] bytes;

    Adaxisoft(BencodeDictionary dictionary) {
      dictionary.entries().forEach(e -> map.put(e.getKey().toString(), valueOf(e.getValue())));
      bytes = BencodeWriter.encode(dictionary);
    }

    private static BEncodedValue valueOf(BencodeValue value) {
      if (value instanceof BencodeInteger integer) {
        return new BEncodedValue(integer.value());
      }
      if (value instanceof BencodeList list) {
        List<BEncodedValue> values = new ArrayList<>();
        list.forEach(v -> values.add(valueOf(v)));
        return new BEncodedValue(values);
      }
      if (value instanceof BencodeDictionary dictionary) {
        Map<String, BEncodedValue> values = new LinkedHashMap<>();
        dictionary.entries().forEach(e -> values.put(e.getKey().toString(), valueOf(e.getValue())));
        return new BEncodedValue(values);
      }
      return new BEncodedValue(((BencodeString) value).toByteArray());
    }

    @Override
    public byte[] encode() throws Exception {
      ByteArrayOutputStream out = new ByteArrayOutputStream(512);
      BEncoder.encode(map, out);
      return out.toByteArray();
    }

    @Override
    public Object decode() throws Exception {
      return BDecoder.decode(new ByteArrayInputStream(bytes));
    }
  }

  /** com.github.atomashpolskiy:bt-bencoding. */
  final class BtBencoding implements Codec {
    private final BEMap map;
    private final byte[] bytes;

    BtBencoding(BencodeDictionary dictionary) {
      map = (BEMap) valueOf(dictionary);
      bytes = BencodeWriter.encode(dictionary);
    }

    private static BEObject<?> valueOf(BencodeValue value) {
      if (value instanceof BencodeInteger integer) {
        return new BEInteger(null, BigInteger.valueOf(integer.value()));
      }
      if (value instanceof BencodeList list) {
        List<BEObject<?>> values = new ArrayList<>();
        list.forEach(v -> values.add(valueOf(v)));
        return new BEList(null, values);
      }
      if (value instanceof BencodeDictionary dictionary) {
        Map<String, BEObject<?>> values = new LinkedHashMap<>();
        dictionary.entries().forEach(e -> values.put(e.getKey().toString(), valueOf(e.getValue())));
        return new BEMap(null, values);
      }
      return new BEString(((BencodeString) value).toByteArray());
    }

    @Override
    public byte[] encode() throws Exception {
      ByteArrayOutputStream out = new ByteArrayOutputStream(512);
      BEEncoder.encoder().encode(map, out);
      return out.toByteArray();
    }

    @Override
    public Object decode() throws Exception {
      try (BEParser parser = new BEParser(bytes)) {
        return parser.readMap();
      }
    }
  }

  /** Jackson's databind, with the same content as JSON. */
  final class Jackson implements Codec {
    private final ObjectMapper mapper = new ObjectMapper();
    private final Map<String, Object> map;
    private final byte[] bytes;

    Jackson(BencodeDictionary dictionary) {
      map = Plain.of(dictionary);
      try {
        bytes = encode();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public byte[] encode() throws Exception {
      return mapper.writeValueAsBytes(map);
    }

    @Override
    public Object decode() throws Exception {
      return mapper.readValue(bytes, Map.class);
    }
  }

  /** The model that has no library: maps, lists, text and longs. */
  final class Plain {
    private Plain() {}

    static Map<String, Object> of(BencodeDictionary dictionary) {
      Map<String, Object> map = new LinkedHashMap<>();
      dictionary.entries().forEach(e -> map.put(e.getKey().toString(), of(e.getValue())));
      return map;
    }

    private static Object of(BencodeValue value) {
      if (value instanceof BencodeInteger integer) {
        return integer.value();
      }
      if (value instanceof BencodeList list) {
        List<Object> values = new ArrayList<>();
        list.forEach(v -> values.add(of(v)));
        return values;
      }
      return value instanceof BencodeDictionary dictionary ? of(dictionary) : value.toString();
    }
  }
}
