package io.rtpengine.sidecar.service;

import com.google.protobuf.Descriptors.MethodDescriptor;
import io.rtpengine.sidecar.statistics.FinalReports;
import io.rtpengine.v1.CallServiceGrpc;

/** Keeps what engines say of the calls that they delete. Thread-safe. */
public final class FinalReportKeeper implements CommandObserver {

  private static final String DELETE = CommandObserver.nameOf(CallServiceGrpc.getDeleteMethod());

  private final FinalReports reports;

  /** Creates a keeper that keeps in {@code reports}. */
  public FinalReportKeeper(FinalReports reports) {
    this.reports = reports;
  }

  @Override
  public boolean observes(MethodDescriptor rpc) {
    return rpc.getFullName().equals(DELETE);
  }

  @Override
  public void carriedOut(CarriedOut command) {
    command
        .callId()
        .ifPresent(
            callId -> reports.keep(callId, command.setId(), command.node(), command.reply()));
  }
}
