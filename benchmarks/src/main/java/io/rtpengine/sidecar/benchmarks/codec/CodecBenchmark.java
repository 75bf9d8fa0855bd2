package io.rtpengine.sidecar.benchmarks.codec;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Encoding and decoding, by our codec and by those of others. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class CodecBenchmark {

  @Param private Sample sample = Sample.OFFER;
  @Param private Library library = Library.SIDECAR;

  private Codec codec = library.codecOf(sample);

  @Setup
  public void setUp() {
    codec = library.codecOf(sample);
  }

  @Benchmark
  public byte[] encode() throws Exception {
    return codec.encode();
  }

  @Benchmark
  public Object decode() throws Exception {
    return codec.decode();
  }
}
