package io.rtpengine.sidecar.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.util.JsonFormat;
import io.rtpengine.v1.CallServiceOuterClass;
import io.rtpengine.v1.ExplainServiceOuterClass;
import io.rtpengine.v1.NodeServiceOuterClass;
import io.rtpengine.v1.ProfileServiceOuterClass;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The calls with grpcurl that the README has. */
final class DocumentedCallsTest {

  private static final Pattern CALL =
      Pattern.compile("grpcurl -plaintext (?:-d '(.*?)' )?\\S+ (rtpengine\\.v1\\.\\w+)/(\\w+)");

  @Test
  void callsAreOfRpcsThatThereAreWithFieldsThatTheyHave() throws Exception {
    String readme = Files.readString(Path.of("../README.md")).replaceAll("\\\\\\n\\s*", "");
    List<MatchResult> calls = CALL.matcher(readme).results().toList();

    assertThat(calls).isNotEmpty();
    for (MatchResult call : calls) {
      DynamicMessage.Builder request = DynamicMessage.newBuilder(request(call));
      if (call.group(1) != null) {
        // What the reader is to fill in.
        JsonFormat.parser().merge(call.group(1).replace("...", ""), request);
        assertThat(request.build().getAllFields()).as(call.group()).isNotEmpty();
      }
    }
  }

  private static Descriptor request(MatchResult call) {
    ServiceDescriptor service =
        Stream.of(
                CallServiceOuterClass.getDescriptor(),
                ExplainServiceOuterClass.getDescriptor(),
                NodeServiceOuterClass.getDescriptor(),
                ProfileServiceOuterClass.getDescriptor())
            .map(FileDescriptor::getServices)
            .flatMap(List::stream)
            .filter(candidate -> candidate.getFullName().equals(call.group(2)))
            .findFirst()
            .orElseThrow();
    return service.findMethodByName(call.group(3)).getInputType();
  }
}
