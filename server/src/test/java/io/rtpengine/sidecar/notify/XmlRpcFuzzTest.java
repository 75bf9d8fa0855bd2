package io.rtpengine.sidecar.notify;

import com.code_intelligence.jazzer.junit.FuzzTest;
import javax.xml.stream.XMLStreamException;

/** Whatever is called back is read or refused, and nothing else. */
class XmlRpcFuzzTest {

  private static final XmlRpcReader READER = new XmlRpcReader();

  @FuzzTest(maxDuration = "2m")
  void anyBodyIsReadOrRefused(byte[] body) {
    try {
      XmlRpcCall call = READER.read(body);
      TimeoutForm.of(call.method())
          .filter(form -> form.fits(call.parameters()))
          .ifPresent(form -> form.tags(call.parameters()));
    } catch (XMLStreamException refused) {
      // As it should be.
    }
  }
}
