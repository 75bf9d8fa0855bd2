package io.rtpengine.sidecar.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import io.rtpengine.sidecar.translate.ContractWalk.Kind;
import io.rtpengine.sidecar.translate.ContractWalk.Word;
import io.rtpengine.v1.CommandKind;
import io.rtpengine.v1.NgField;
import io.rtpengine.v1.NgRole;
import io.rtpengine.v1.NgShape;
import io.rtpengine.v1.NgUnit;
import io.rtpengine.v1.Options;
import io.rtpengine.v1.Routing;
import io.rtpengine.v1.Served;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ContractTest {

  @Test
  void everyCommandCompiles() {
    CommandCompiler compiler = new CommandCompiler(Set.of("command"));
    assertThatCode(() -> ContractWalk.commands().forEach(compiler::compile))
        .doesNotThrowAnyException();
  }

  @Test
  void everyFieldTravelsOrIsTheSidecarsOwn() {
    assertThat(
            fields()
                .filter(field -> !ContractWalk.isEntry(field.getContainingType()))
                .filter(field -> !ContractWalk.travels(field))
                .filter(field -> !isTheSidecarsOwn(field)))
        .isEmpty();
  }

  private static boolean isTheSidecarsOwn(FieldDescriptor field) {
    return (field.getJavaType() == JavaType.MESSAGE
            && field.getMessageType().equals(Routing.getDescriptor()))
        || field.getContainingType().equals(Served.getDescriptor())
        || field.getOptions().hasExtension(Options.expansion)
        || ContractWalk.options(field).getRole() == NgRole.NG_ROLE_COMMAND;
  }

  @Test
  void everyFieldThatTravelsSaysHow() {
    Predicate<FieldDescriptor> says =
        field -> {
          NgField ng = ContractWalk.options(field);
          boolean isEntry =
              !ng.getToken().isEmpty() || !ng.getTokenPrefix().isEmpty() || ng.getFreeTokens();
          return switch (ContractWalk.shape(field.getContainingType())) {
            case NG_SHAPE_TUPLE -> true;
            case NG_SHAPE_TOKENS -> isEntry || field.getJavaType() == JavaType.ENUM;
            default ->
                !ng.getKey().isEmpty()
                    || ng.getInline()
                    || ng.getExtra()
                    || (isEntry && !ng.getList().isEmpty());
          };
        };

    assertThat(
            fields()
                .filter(field -> !ContractWalk.isEntry(field.getContainingType()))
                .filter(ContractWalk::travels)
                .filter(says.negate()))
        .isEmpty();
  }

  @Test
  void noKeyAndNoTokenStandsForTwoFields() {
    for (Descriptor message : messages().toList()) {
      List<String> spelled =
          ContractWalk.words(message).stream()
              .filter(word -> word.dictionary().equals(message) && word.kind() != Kind.VALUE)
              .map(word -> word.kind() + " " + word.where() + " " + word.word())
              .toList();

      assertThat(spelled).as(message.getFullName()).doesNotHaveDuplicates();
    }
  }

  @Test
  void noWordStandsForTwoValues() {
    for (Descriptor message : messages().toList()) {
      for (FieldDescriptor field : message.getFields()) {
        if (field.getJavaType() == JavaType.ENUM) {
          List<String> words =
              field.getEnumType().getValues().stream()
                  .map(value -> value.getOptions())
                  .flatMap(
                      value ->
                          Stream.concat(
                              Stream.of(value.getExtension(Options.ngValue)),
                              value.getExtension(Options.ngValueAlias).stream()))
                  .filter(word -> !word.isEmpty())
                  .map(ContractWalk::normalised)
                  .toList();

          assertThat(words).as(field.getFullName()).isNotEmpty().doesNotHaveDuplicates();
        }
      }
    }
  }

  @Test
  void onlyTheFirstValueOfAnEnumHasNoWord() {
    assertThat(
            fields()
                .filter(field -> field.getJavaType() == JavaType.ENUM)
                .flatMap(field -> field.getEnumType().getValues().stream())
                .filter(
                    value ->
                        value.getOptions().hasExtension(Options.ngValue)
                            == (value.getNumber() == 0)))
        .isEmpty();
  }

  @Test
  void everyCommandOnACallIsRoutedByItsCallId() {
    for (MethodDescriptor method : ContractWalk.commands()) {
      CommandKind kind = method.getOptions().getExtension(Options.ngCommand).getKind();
      List<FieldDescriptor> callIds =
          ContractWalk.parts(method.getInputType()).stream()
              .flatMap(part -> part.getFields().stream())
              .filter(f -> ContractWalk.options(f).getRole() == NgRole.NG_ROLE_CALL_ID)
              .toList();

      if (kind == CommandKind.COMMAND_KIND_ON_NODE) {
        assertThat(callIds).as(method.getFullName()).isEmpty();
      } else {
        assertThat(callIds).as(method.getFullName()).hasSize(1);
        FieldDescriptor callId = callIds.get(0);
        assertThat(callId.getContainingType()).isEqualTo(method.getInputType());
        assertThat(ContractWalk.options(callId).getKey()).isEqualTo("call-id");
        assertThat(callId.getJavaType()).isEqualTo(JavaType.STRING);
        if (kind != CommandKind.COMMAND_KIND_OPENS_CALL) {
          assertThat(isRequired(callId)).as(method.getFullName()).isTrue();
        }
      }
    }
  }

  @Test
  void whatIsRequiredIsNotOptional() {
    assertThat(
            fields().filter(ContractTest::isRequired).filter(f -> f.toProto().getProto3Optional()))
        .isEmpty();
  }

  @Test
  void whatIsRequiredHasAKeyOrAPlace() {
    assertThat(
            fields()
                .filter(ContractTest::isRequired)
                .filter(
                    field ->
                        ContractWalk.options(field).getKey().isEmpty()
                            && !ContractWalk.options(field).getInline()
                            && ContractWalk.shape(field.getContainingType())
                                != NgShape.NG_SHAPE_TUPLE))
        .isEmpty();
  }

  @Test
  void singleValuesOfRequestsHavePresenceOrAreRequired() {
    assertThat(
            ContractWalk.commands().stream()
                .flatMap(method -> ContractWalk.parts(method.getInputType()).stream())
                .filter(part -> !ContractWalk.isEntry(part))
                .flatMap(part -> part.getFields().stream())
                .filter(field -> !field.isRepeated() && !field.hasPresence())
                .filter(field -> !isRequired(field)))
        .isEmpty();
  }

  @Test
  void everyRequestCanBeRoutedAndSayWhatTheContractDoesNot() {
    for (MethodDescriptor method : ContractWalk.commands()) {
      Descriptor request = method.getInputType();
      assertThat(ContractWalk.options(request.findFieldByNumber(13)).getFreeTokens())
          .as(request.getFullName())
          .isTrue();
      assertThat(request.findFieldByNumber(14).getMessageType()).isEqualTo(Routing.getDescriptor());
      assertThat(ContractWalk.options(request.findFieldByNumber(15)).getExtra()).isTrue();
    }
  }

  @Test
  void everyResponseSaysWhatServedItAndKeepsWhatTheContractDoesNotKnow() {
    for (MethodDescriptor method : ContractWalk.commands()) {
      Descriptor response = method.getOutputType();
      FieldDescriptor served = response.findFieldByNumber(14);
      assertThat(served.getMessageType()).isEqualTo(Served.getDescriptor());
      assertThat(ContractWalk.options(served).getInline()).isTrue();
      assertThat(ContractWalk.options(response.findFieldByNumber(15)).getExtra())
          .as(response.getFullName())
          .isTrue();
    }
  }

  @Test
  void everyListOfTokensCanHoldOthers() {
    assertThat(
            messages()
                .filter(type -> ContractWalk.shape(type) == NgShape.NG_SHAPE_TOKENS)
                .filter(
                    type ->
                        type.getFields().stream()
                            .noneMatch(field -> ContractWalk.options(field).getFreeTokens())))
        .isEmpty();
  }

  @Test
  void everyTimeHasAUnit() {
    Set<Descriptor> times = Set.of(Duration.getDescriptor(), Timestamp.getDescriptor());

    assertThat(
            fields()
                .filter(field -> field.getJavaType() == JavaType.MESSAGE)
                .filter(field -> times.contains(field.getMessageType()))
                .filter(ContractWalk::travels)
                .filter(
                    field -> ContractWalk.options(field).getUnit() == NgUnit.NG_UNIT_UNSPECIFIED))
        .isEmpty();
  }

  @Test
  void secretsAreRedactedWhenPrinted() {
    Set<String> secrets =
        Set.of("sdp", "blob", "blob64", "code", "digit", "trigger", "trigger-end");

    assertThat(
            ContractWalk.commands().stream()
                .flatMap(method -> Stream.of(method.getInputType(), method.getOutputType()))
                .flatMap(type -> ContractWalk.words(type).stream())
                .filter(word -> word.kind() == Kind.KEY && secrets.contains(word.word()))
                .filter(word -> word.where().isEmpty() || word.where().equals("moh"))
                .map(Word::field)
                .filter(field -> field.getJavaType() != JavaType.MESSAGE)
                .filter(field -> !field.getOptions().getDebugRedact())
                .collect(Collectors.toSet()))
        .isEmpty();
  }

  private static boolean isRequired(FieldDescriptor field) {
    return field.getOptions().getExtension(Options.rule).getRequired();
  }

  private static Stream<Descriptor> messages() {
    return ContractWalk.commands().stream()
        .flatMap(method -> Stream.of(method.getInputType(), method.getOutputType()))
        .flatMap(type -> ContractWalk.parts(type).stream())
        .distinct();
  }

  private static Stream<FieldDescriptor> fields() {
    return messages().flatMap(type -> type.getFields().stream());
  }
}
