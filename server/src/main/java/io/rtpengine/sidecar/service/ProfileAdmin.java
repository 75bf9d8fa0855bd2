package io.rtpengine.sidecar.service;

import io.grpc.stub.StreamObserver;
import io.rtpengine.sidecar.expand.InvalidProfilesException;
import io.rtpengine.sidecar.expand.ProfileCatalogue;
import io.rtpengine.v1.ListProfilesRequest;
import io.rtpengine.v1.ListProfilesResponse;
import io.rtpengine.v1.ProfileServiceGrpc;
import io.rtpengine.v1.ReloadProfilesRequest;
import io.rtpengine.v1.ReloadProfilesResponse;

/** Serves the profiles: what there are, and what there are now. Thread-safe. */
final class ProfileAdmin extends ProfileServiceGrpc.ProfileServiceImplBase {

  private final ProfileCatalogue catalogue;

  ProfileAdmin(ProfileCatalogue catalogue) {
    this.catalogue = catalogue;
  }

  @Override
  public void listProfiles(
      ListProfilesRequest request, StreamObserver<ListProfilesResponse> responses) {
    responses.onNext(
        ListProfilesResponse.newBuilder().addAllProfiles(catalogue.now().list()).build());
    responses.onCompleted();
  }

  /** Reads on a thread that is there only meanwhile: event loops do not wait for disks. */
  @Override
  public void reloadProfiles(
      ReloadProfilesRequest request, StreamObserver<ReloadProfilesResponse> responses) {
    Thread reader = new Thread(() -> reload(responses), "profiles-reader");
    reader.setDaemon(true);
    reader.start();
  }

  private void reload(StreamObserver<ReloadProfilesResponse> responses) {
    try {
      responses.onNext(
          ReloadProfilesResponse.newBuilder().addAllProfiles(catalogue.reload().list()).build());
      responses.onCompleted();
    } catch (InvalidProfilesException wrong) {
      responses.onError(
          Failure.of(Reason.INVALID_PROFILES, String.valueOf(wrong.getMessage())).toException());
    }
  }
}
