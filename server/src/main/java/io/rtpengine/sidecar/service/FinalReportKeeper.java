package io.rtpengine.sidecar.service;

import com.google.protobuf.Descriptors.MethodDescriptor;
import io.rtpengine.sidecar.protobuf.OwnMessage;
import io.rtpengine.sidecar.statistics.FinalReports;
import io.rtpengine.v1.CallServiceGrpc;
import io.rtpengine.v1.DeleteResponse;

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
        .filter(callId -> hasReport(command))
        .ifPresent(callId -> reports.keep(callId, command.response()));
  }

  /** Of a call that it did not know, for instance, an engine has nothing to report. */
  private static boolean hasReport(CarriedOut command) {
    return OwnMessage.field(command.response(), DeleteResponse.REPORT_FIELD_NUMBER).isPresent();
  }
}
