package io.rtpengine.sidecar.benchmarks.pool;

import io.rtpengine.sidecar.ng.NgExchange;
import io.rtpengine.sidecar.ng.NgRequest;
import io.rtpengine.sidecar.pool.CallEffect;
import io.rtpengine.sidecar.pool.Pool;
import io.rtpengine.sidecar.pool.Route;
import java.util.UUID;

/** Prints what memory it takes to remember a million calls. */
public final class CallMemory {

  private static final int CALLS = 1_000_000;
  private static final int COLLECTIONS = 3;

  private CallMemory() {}

  /** Prints bytes a call, with call-ids of 36 characters. */
  public static void main(String[] arguments) {
    Pool pool = InstantNodes.open(10, CALLS);
    NgRequest request = NgRequest.encode("benchmark", writer -> {});
    long before = used();
    for (int i = 0; i < CALLS; i++) {
      NgExchange unused =
          pool.send(
              Route.of(CallEffect.OPENS, UUID.randomUUID().toString()),
              request,
              Long.MAX_VALUE,
              outcome -> {});
    }
    long after = used();
    System.out.printf(
        "%d calls: %d MB, %d bytes each%n",
        CALLS, (after - before) >> 20, (after - before) / CALLS);
    pool.close();
  }

  private static long used() {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
