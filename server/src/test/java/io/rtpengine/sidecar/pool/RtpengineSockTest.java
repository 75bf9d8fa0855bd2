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
        RtpengineSock.parse(List.of("udp:a:2223=3,http://a:2225/ng")).get(0).nodes().get(0);

    assertThat(node.name()).isEqualTo("udp:a:2223");
    assertThat(node.large().map(Object::toString)).isEqualTo(Optional.of("http://a:2225/ng"));
    assertThat(node.weight()).isEqualTo(3);
  }

  @Test
  void nameMayStandForANodeAtEachOfItsAddresses() {
    List<NodeDefinition> nodes =
        RtpengineSock.parse(List.of("udp:a:1=2,each-address,http://A:3 udp:b:1")).get(0).nodes();

    assertThat(nodes).extracting(NodeDefinition::eachAddress).containsExactly(true, false);
    assertThat(nodes.get(0).socket()).isEqualTo("udp:a:1,http://A:3,each-address");
  }

  @ParameterizedTest
  @CsvSource({
    "udp:10.0.0.1:1,         expected: the name of a host",
    "udp6:[::1]:1,           expected: the name of a host",
    "udp:localhost:1,        expected: the name of a host",
    "/run/rtpengine,         expected: the name of a host",
    "http://a:1,             expected: the name of a host",
    "'udp:a:1,http://b:1',   expected: the same host as udp:a:1"
  })
  void whatHasNoSingleNameCannotStandForSeveralNodes(String node, String problem) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RtpengineSock.parse(List.of(node + ",each-address")))
        .withMessageContaining(problem);
  }

  @Test
  void nodeMayBeABackupForThoseOfALowerPriority() {
    List<NodeDefinition> nodes =
        RtpengineSock.parse(
                List.of("udp:a:1 udp:b:1,priority=1 udp:c:1=5,priority=2,http://c:2 /d=0"))
            .get(0)
            .nodes();

    assertThat(nodes).extracting(NodeDefinition::priority).containsExactly(0, 1, 2, 0);
    assertThat(nodes).extracting(NodeDefinition::weight).containsExactly(1, 1, 5, 0);
    assertThat(nodes.get(2).large()).isPresent();
  }

  @Test
  void nodesOfALineWithoutASetTakeTheDefaultsTheyAreGiven() {
    List<NodeDefinition> nodes =
        RtpengineSock.parseNodes("udp:a:1 udp:b:1=5 udp:c:1,priority=0", 3, 2);

    assertThat(nodes).extracting(NodeDefinition::weight).containsExactly(3, 5, 3);
    assertThat(nodes).extracting(NodeDefinition::priority).containsExactly(2, 2, 0);
  }

  @Test
  void everyFormOfAddressMayHaveAWeight() {
    List<NodeDefinition> nodes =
        RtpengineSock.parse(
                List.of(
                    "0 == udp:10.0.0.1:2223=2 udp:[2001:db8::1]:2223=3 udp6:host:2223=4"
                        + " udp6:[::1]=5 unix:/run/a.sock=6 /run/b.sock=7 udp://host:1=8"
                        + "\thttp://10.0.0.1:2225=9"))
            .get(0)
            .nodes();

    assertThat(nodes).extracting(NodeDefinition::weight).containsExactly(2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(nodes)
        .extracting(NodeDefinition::name)
        .contains("udp:[2001:db8::1]:2223", "udp6:[::1]", "/run/b.sock", "http://10.0.0.1:2225");
  }

  @Test
  void setsMayShareANodeAndLinesOfASetMayNot() {
    assertThat(RtpengineSock.parse(List.of("1 == udp:a:1", "2 == udp:a:1"))).hasSize(2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RtpengineSock.parse(List.of("1 == udp:a:1", "1 == udp:b:1 udp:a:1=2")))
        .withMessageContaining("'udp:a:1=2' is in this set already, at character 14 of '1 == ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          udp:a:2223 udp:a:2223   | 'udp:a:2223' is in this set already, at character 12
          1 == udp:a:2223 bogus:1 | 'bogus:1' is no node
          x == udp:a:2223         | 'x' is no set id
          -1 == udp:a:2223        | '-1' is no set id
          A = 5                   | 'A' is no node
          udp:a:2223=-1           | weight: -1 (expected: >= 0)
          udp:a:2223=99999999999  | 'udp:a:2223=99999999999' is no node
          udp:a:2223,udp:b:2223   | after a comma (expected: an http address, priority=N or each-address)
          udp:a:2223,             | after a comma
          udp:a:2223,priority=    | priority:  (expected: a number
          udp:a:2223,priority=-1  | priority: -1 (expected: >= 0)
          udp:a:1,priority=1,priority=2 | two priorities
          udp:a:1,http://a,http://b     | two http addresses
          udp:a:2223,priority=1=2 | priority: 1=2
          udp:a:2223 = 5          | '=' is no node
          1 == 2 == udp:a:2223    | '2' is no node
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
