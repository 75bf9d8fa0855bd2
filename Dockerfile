# The sidecar as an image.
#
#   docker build --tag rtpengine-sidecar .
#   docker run --network host --env RTPENGINE_SOCK=udp:127.0.0.1:2223 rtpengine-sidecar
#
# It is configured by environment variables, or by a file that is named as the argument; README.md has the settings. As
# everywhere, it listens on loopback unless told otherwise: without the host's network, set GRPC_LISTEN=0.0.0.0:50051,
# and keep the port to those who may use it.

FROM debian:bookworm-slim AS build
WORKDIR /build
COPY . .
# Installs the JDK and Maven, and builds; neither, if the sources are those of a target/ that came along.
RUN script/build

FROM debian:bookworm-slim
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends openjdk-17-jre-headless \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /build/target/rtpengine-sidecar /opt/rtpengine-sidecar
# Made anew where it is used: it is valid for one Java, and for files where they are.
RUN /opt/rtpengine-sidecar/bin/rtpengine-sidecar --make-archive

USER 65532:65532
EXPOSE 50051 8080
HEALTHCHECK --interval=10s --timeout=2s --start-period=5s CMD ["bash", "-c", \
    "exec 3<>/dev/tcp/127.0.0.1/${HTTP_LISTEN##*:} && printf 'GET /health/ready HTTP/1.0\\r\\n\\r\\n' >&3 \
    && read -r answer <&3 && [[ $answer == *' 200 '* ]]"]
ENV HTTP_LISTEN=127.0.0.1:8080
ENTRYPOINT ["/opt/rtpengine-sidecar/bin/rtpengine-sidecar"]
