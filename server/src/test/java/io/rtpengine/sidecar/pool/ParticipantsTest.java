package io.rtpengine.sidecar.pool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ParticipantsTest {

  private static long named(int... hashes) {
    long participants = Participants.NONE;
    for (int hash : hashes) {
      participants = Participants.with(participants, hash);
    }
    return participants;
  }

  @Test
  void whoIsNamedAgainIsNoOther() {
    assertThat(named(7, 7)).isEqualTo(named(7));
    assertThat(named(7, -9, 7, -9, -9)).isEqualTo(named(7, -9)).isNotEqualTo(Participants.UNKNOWN);
  }

  @Test
  void whoIsNotNamedIsNobody() {
    assertThat(named(0)).isEqualTo(Participants.NONE);
    assertThat(named(7, 0, -9)).isEqualTo(named(7, -9));
  }

  @Test
  void thirdIsOneTooMany() {
    assertThat(named(7, -9, 3)).isEqualTo(Participants.UNKNOWN);
    assertThat(Participants.with(Participants.UNKNOWN, 7)).isEqualTo(Participants.UNKNOWN);
  }

  @Test
  void callHasThoseThatItsRequestsName() {
    assertThat(Participants.union(named(7), named(-9, 7))).isEqualTo(named(7, -9));
    assertThat(Participants.union(Participants.NONE, named(-9, 7))).isEqualTo(named(-9, 7));
    assertThat(Participants.union(named(7, -9), Participants.NONE)).isEqualTo(named(7, -9));
    assertThat(Participants.union(named(7, -9), named(3))).isEqualTo(Participants.UNKNOWN);
    assertThat(Participants.union(named(7), Participants.UNKNOWN)).isEqualTo(Participants.UNKNOWN);
    assertThat(Participants.union(Participants.UNKNOWN, named(7))).isEqualTo(Participants.UNKNOWN);
  }
}
