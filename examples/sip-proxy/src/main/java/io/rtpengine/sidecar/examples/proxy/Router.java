package io.rtpengine.sidecar.examples.proxy;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides where a message goes next. Confined to one thread, which has all messages of a call, in
 * the order in which they came.
 */
final class Router {

  private static final int MOST_INVITATIONS = 10_000;

  private final Media media;
  private final Wire wire;
  private final Map<String, List<InetSocketAddress>> phones;

  /** By {@link #key}; of too many, the oldest are forgotten. */
  private final Map<String, Invitation> invitations =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Invitation> eldest) {
          return size() > MOST_INVITATIONS;
        }
      };

  Router(Media media, Wire wire, Map<String, List<InetSocketAddress>> phones) {
    this.media = media;
    this.wire = wire;
    this.phones = Map.copyOf(phones);
  }

  /** Takes a message. */
  void route(Message message, InetSocketAddress source) {
    if (message.isRequest()) {
      request(message.receivedFrom(source), source);
    } else {
      response(message, source);
    }
  }

  private void request(Message request, InetSocketAddress source) {
    Optional<Invitation> invitation =
        Optional.ofNullable(invitations.get(key(request.branch(), request)));
    switch (request.method()) {
      case "INVITE" ->
          invitation.ifPresentOrElse(Invitation::repeat, () -> invite(request, source));
      case "CANCEL" ->
          invitation.ifPresentOrElse(
              known -> known.cancel(request, source),
              () -> wire.respond(request, "481 No Such Call"));
      case "ACK" -> {
        // With the branch of the INVITE it is for the refusal, and no further than this hop.
        if (invitation.isEmpty()) {
          pass(request, source);
        }
      }
      default -> pass(request, source);
    }
  }

  private void invite(Message request, InetSocketAddress source) {
    Invitation invitation = new Invitation(request, media, wire);
    invitations.put(key(request.branch(), request), invitation);
    Hop hop = new Hop(request, wire.address(), phones);
    if (hop.targets().isEmpty()) {
      wire.respond(request, hop.refusal());
      return;
    }
    invitation.start(hop, source);
  }

  /** Passes a request on that is no INVITE. */
  private void pass(Message request, InetSocketAddress source) {
    Hop hop = new Hop(request, wire.address(), phones);
    if (!hop.targets().isEmpty()) {
      Message onward = hop.onward(0);
      // A BYE has to arrive, whatever has become of the media.
      wire.send(media.manage(onward, source).orElse(onward), hop.targets().get(0));
    } else if (!request.method().equals("ACK")) {
      wire.respond(request, hop.refusal());
    }
  }

  private void response(Message response, InetSocketAddress source) {
    String method = response.method();
    if (method.equals("CANCEL")) {
      return; // It was the proxy's own.
    }
    Invitation invitation = invitations.get(key(Hop.incoming(response.branch()), response));
    if (method.equals("INVITE") && invitation != null) {
      invitation.respond(response, source);
    } else {
      wire.back(media.manage(response, source).orElse(response));
    }
  }

  /** Names an invitation: by the branch that the caller's INVITE came with, in its call. */
  private static String key(String branch, Message message) {
    return branch + " " + message.callId();
  }
}
