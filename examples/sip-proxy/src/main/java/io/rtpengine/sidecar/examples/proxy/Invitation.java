package io.rtpengine.sidecar.examples.proxy;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One INVITE, which may go to several phones at once: the first that is answered has the call, and
 * the others stop ringing. Confined to one thread.
 */
final class Invitation {

  private static final int TRYING = 100;
  private static final int FIRST_FINAL = 200;
  private static final int FIRST_REFUSAL = 300;
  private static final long T1_NANOS = Duration.ofMillis(500).toNanos();

  private final Message request;
  private final Media media;
  private final Wire wire;
  private final List<Branch> branches = new ArrayList<>();
  private long sentNanos;
  private boolean answered;
  private @Nullable Message refusal;

  /** The INVITE on its way to one of the phones. */
  private static final class Branch {
    final Message invite;
    final InetSocketAddress phone;
    boolean rings;
    boolean unwanted;
    boolean over;

    Branch(Message invite, InetSocketAddress phone) {
      this.invite = invite;
      this.phone = phone;
    }
  }

  Invitation(Message request, Media media, Wire wire) {
    this.request = request;
    this.media = media;
    this.wire = wire;
  }

  /** Sends the INVITE on. */
  void start(Hop hop, InetSocketAddress source) {
    for (int i = 0; i < hop.targets().size(); i++) {
      InetSocketAddress phone = hop.targets().get(i);
      manage(hop.onward(i), source).ifPresent(invite -> branches.add(new Branch(invite, phone)));
    }
    if (branches.isEmpty()) {
      wire.respond(request, "503 Service Unavailable");
    }
    send();
  }

  /**
   * The caller repeats its INVITE, and so does the proxy: it says no "100 Trying", so that this
   * goes on until a phone has said something.
   */
  void repeat() {
    // One that has come while this was sent is no news.
    if (System.nanoTime() - sentNanos >= T1_NANOS) {
      send();
    }
  }

  private void send() {
    sentNanos = System.nanoTime();
    branches.stream()
        .filter(branch -> !branch.rings && !branch.over)
        .forEach(branch -> wire.send(branch.invite, branch.phone));
  }

  /** The caller gives up. */
  void cancel(Message cancel, InetSocketAddress source) {
    wire.respond(cancel, "200 OK");
    if (!request.isWithinDialog()) {
      media.manage(cancel, source);
    }
    cancelBranches();
  }

  /** A phone responds. */
  void respond(Message response, InetSocketAddress source) {
    for (Branch branch : branches) {
      if (branch.invite.branch().equals(response.branch())) {
        if (response.status() < FIRST_FINAL) {
          progress(branch, response, source);
        } else if (response.status() < FIRST_REFUSAL) {
          answer(branch, response, source);
        } else {
          refuse(branch, response, source);
        }
      }
    }
  }

  private void progress(Branch branch, Message response, InetSocketAddress source) {
    branch.rings = true;
    if (branch.unwanted) {
      cancel(branch);
    } else if (response.status() > TRYING) {
      wire.back(manage(response, source).orElse(response));
    }
  }

  /** An answer goes back as often as it comes: the phone repeats it until the caller's ACK. */
  private void answer(Branch branch, Message response, InetSocketAddress source) {
    branch.over = true;
    answered = true;
    wire.back(manage(response, source).orElse(response));
    cancelBranches();
  }

  /** Of refusals, one goes back, when nobody is left who might answer. */
  private void refuse(Branch branch, Message response, InetSocketAddress source) {
    wire.send(branch.invite.ofThisHop("ACK", response.header("To")), branch.phone);
    if (branch.over) {
      return;
    }
    branch.over = true;
    boolean last = !answered && branches.stream().allMatch(each -> each.over);
    // Who refuses a change within a dialog leaves everything as it was (RFC 3261, 14.1). Else the
    // media of this branch ends; and with the last one, all of the call's.
    if (last && !request.isWithinDialog()) {
      media.manage(response, source);
    } else if (!request.isWithinDialog()) {
      manage(response, source);
    }
    if (refusal == null || response.status() < refusal.status()) {
      refusal = response;
    }
    if (last) {
      wire.back(refusal);
    }
  }

  private void cancelBranches() {
    for (Branch branch : branches) {
      branch.unwanted = true;
      // What a phone has not said a word about may not be cancelled yet (RFC 3261, 9.1).
      if (branch.rings) {
        cancel(branch);
      }
    }
  }

  private void cancel(Branch branch) {
    if (!branch.over) {
      wire.send(branch.invite.ofThisHop("CANCEL", branch.invite.header("To")), branch.phone);
    }
  }

  /** Within a dialog, there are no branches to be told apart. */
  private Optional<Message> manage(Message message, InetSocketAddress source) {
    return request.isWithinDialog()
        ? media.manage(message, source)
        : media.manage(message, source, message.branch());
  }
}
