package io.rtpengine.sidecar.translate;

import com.google.protobuf.Descriptors.GenericDescriptor;

/**
 * Says that the contract itself is wrong: its options ask for what can't be. The sidecar does not
 * start with it.
 */
public final class ContractException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ContractException(GenericDescriptor where, String problem) {
    super(where.getFullName() + ": " + problem);
  }
}
