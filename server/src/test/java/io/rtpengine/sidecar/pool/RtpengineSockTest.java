package io.rtpengine.sidecar.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RtpengineSockTest {

  @Test
  void lineWithoutASetIdIsOfSetZero() {
    assertThat(RtpengineSock.parse(List.of("udp:localhost:12221 udp:localhost:12222")))
        .singleElement()
        .satisfies(
            set -> {
              assertThat(set.id()).isZero();
              assertThat(set.nodes())
                  .extracting(NodeDefinition::name)
                  .containsExactly("udp:localhost:12221", "udp:localhost:12222");
              assertThat(set.nodes()).extracting(NodeDefinition::weight).containsOnly(1);
            });
  }

  @Test
  void linesMayNameTheirSetsAndNodesTheirWeights() {
    List<SetDefinition> sets =
        RtpengineSock.parse(
            List.of("1 == udp:a:2223 udp:b:2223=2", "2==udp6:[::1]:2223=10", "1 == /run/rtpe"));

    assertThat(sets).extracting(SetDefinition::id).containsExactly(1, 2);
    assertThat(sets.get(0).nodes())
        .extracting(NodeDefinition::name)
        .containsExactly("udp:a:2223", "udp:b:2223", "/run/rtpe");
    assertThat(sets.get(0).nodes()).extracting(NodeDefinition::weight).containsExactly(1, 2, 1);
    assertThat(sets.get(1).nodes()).extracting(NodeDefinition::weight).containsExactly(10);
  }

  @Test
  void nodeMayHaveAnHttpAddressForWhatFitsNoDatagram() {
    NodeDefinition node =
        RtpengineSock.parse(List.of("udp:a:2223,http://a:2225/ng=3")).get(0).nodes().get(0);

    assertThat(node.name()).isEqualTo("udp:a:2223");
    assertThat(node.large().map(Object::toString)).isEqualTo(Optional.of("http://a:2225/ng"));
    assertThat(node.weight()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          udp:a:2223 udp:a:2223   | 'udp:a:2223' is in set 0 already, at character 12
          1 == udp:a:2223 bogus:1 | 'bogus:1' is no node
          x == udp:a:2223         | 'x' is no set id
          -1 == udp:a:2223        | '-1' is no set id
          A = 5                   | 'A' is no node
          udp:a:2223=0            | weight: 0 (expected: > 0)
          udp:a:2223=-1           | weight: -1 (expected: > 0)
          udp:a:2223=99999999999  | 'udp:a:2223=99999999999' is no node
          udp:a:2223,udp:b:2223   | has no http: or https: address after the comma
          /run/a,http://a:2225    | expected: udp, beside http://a:2225
          1 ==                    | no nodes
          ""                      | no nodes
          """)
  void whatIsWrongIsNamedWithItsPlace(String line, String problem) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RtpengineSock.parse(List.of(line)))
        .withMessageContaining(problem);
  }
}
