package io.rtpengine.sidecar.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads what engines call XML-RPC. Immutable and thread-safe.
 *
 * <p>Newer engines write call-ids and tags between the elements as they are, and a call-id may hold
 * {@code <} and {@code >}. So what they send need not be XML, or can be XML that speaks of
 * another's call. They write it in one form, though, without a space in it: in that form a call-id
 * is whatever stands between where it begins and where the last tags do. Any other form is read as
 * XML.
 */
final class XmlRpcReader {

  private static final int MAX_DEPTH = 16;
  private static final int MAX_PARAMETERS = 16;
  private static final String METHOD_NAME = "methodName";
  private static final String PARAMETER = "param";

  private static final String WRITTEN_BEGIN =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?><methodCall><methodName>";
  private static final String WRITTEN_PARAMETERS = "</methodName><params><param><value><string>";
  private static final String WRITTEN_BETWEEN = "</string></value></param><param><value><string>";
  private static final String WRITTEN_END = "</string></value></param></params></methodCall>";

  /**
   * Reads a call.
   *
   * @throws XMLStreamException if it is none, or too deep or long
   */
  XmlRpcCall read(byte[] body) throws XMLStreamException {
    Optional<XmlRpcCall> written = written(new String(body, UTF_8));
    return written.isPresent() ? written.get() : parsed(body);
  }

  /** Reads what an engine has written in its own form; nothing if it is another. */
  private static Optional<XmlRpcCall> written(String text) {
    int begin = text.indexOf(WRITTEN_PARAMETERS);
    if (!text.startsWith(WRITTEN_BEGIN) || begin < 0 || !text.endsWith(WRITTEN_END)) {
      return Optional.empty();
    }
    int first = begin + WRITTEN_PARAMETERS.length();
    int end = text.length() - WRITTEN_END.length();
    if (first > end) {
      return Optional.empty();
    }
    String method = text.substring(WRITTEN_BEGIN.length(), begin);
    String values = text.substring(first, end);
    return Optional.of(new XmlRpcCall(method, split(values, TimeoutForm.of(method))));
  }

  /** Splits values: those that the form has before and after the one that may hold anything. */
  private static List<String> split(String values, Optional<TimeoutForm> form) {
    List<String> before = new ArrayList<>();
    List<String> after = new ArrayList<>();
    String rest = values;
    for (int i = form.map(TimeoutForm::before).orElse(0); i > 0; i--) {
      int between = rest.indexOf(WRITTEN_BETWEEN);
      if (between >= 0) {
        before.add(rest.substring(0, between));
        rest = rest.substring(between + WRITTEN_BETWEEN.length());
      }
    }
    for (int i = form.map(TimeoutForm::after).orElse(0); i > 0; i--) {
      int between = rest.lastIndexOf(WRITTEN_BETWEEN);
      if (between >= 0) {
        after.add(0, rest.substring(between + WRITTEN_BETWEEN.length()));
        rest = rest.substring(0, between);
      }
    }
    before.add(rest);
    before.addAll(after);
    return before;
  }

  private static XmlRpcCall parsed(byte[] body) throws XMLStreamException {
    XMLStreamReader xml = parsers().createXMLStreamReader(new ByteArrayInputStream(body));
    try {
      return parsed(xml);
    } catch (RuntimeException broken) {
      // The parser of the JDK has its own ways of failing.
      throw new XMLStreamException(broken);
    } finally {
      xml.close();
    }
  }

  /** Made anew each time: engines write in their own form, and parsers are hardly ever needed. */
  private static XMLInputFactory parsers() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_VALIDATING, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> {
          throw new XMLStreamException("no entities");
        });
    return factory;
  }

  private static XmlRpcCall parsed(XMLStreamReader xml) throws XMLStreamException {
    String method = "";
    List<String> parameters = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    String value = "";
    boolean isInnermost = false;
    int depth = 0;
    while (xml.hasNext()) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          text.setLength(0);
          isInnermost = true;
          if (++depth > MAX_DEPTH) {
            throw new XMLStreamException("deeper than " + MAX_DEPTH);
          }
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(xml.getText());
        case XMLStreamConstants.END_ELEMENT -> {
          depth--;
          if (isInnermost) {
            // Whatever the type of a value is, and whether there is an element for it.
            value = text.toString();
            isInnermost = false;
          }
          if (xml.getLocalName().equals(METHOD_NAME)) {
            method = value.strip();
          } else if (xml.getLocalName().equals(PARAMETER)) {
            parameters.add(value);
          }
        }
        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
            throw new XMLStreamException("no entities");
        default -> {
          // Comments and the like.
        }
      }
      if (parameters.size() > MAX_PARAMETERS) {
        throw new XMLStreamException("more than " + MAX_PARAMETERS + " parameters");
      }
    }
    if (method.isEmpty()) {
      throw new XMLStreamException("no method");
    }
    return new XmlRpcCall(method, parameters);
  }
}
