# The image of all roles: `docker build --tag pangea .`, then `docker run pangea --help`.
# docs/deploying.md says how it is run.
ARG SWIFT_VERSION=6.2

# The executable, with Swift's libraries in it, and the bundle of the content that clients get.
FROM swift:${SWIFT_VERSION}-bookworm AS build
WORKDIR /source
COPY tools/setup.sh tools/packages.txt tools/
RUN apt-get update && tools/setup.sh && rm -rf /var/lib/apt/lists/*
# The libraries are fetched anew only when the manifest changes.
COPY Package.swift ./
RUN swift package resolve
COPY . .
RUN swift build -c release --product pangea --static-swift-stdlib -Xlinker -s \
  && install -D --strip "$(swift build -c release --static-swift-stdlib --show-bin-path)/pangea" \
       /image/usr/local/bin/pangea
RUN mkdir -p /image/opt/pangea/Web \
  && cp -R GameData /image/opt/pangea/GameData \
  && rm -rf /image/opt/pangea/GameData/tools \
  && cp -R Web/play /image/opt/pangea/Web/play \
  && tools/console.sh /image/opt/pangea/Web/console \
  && /image/usr/local/bin/pangea content build --content /image/opt/pangea/GameData

# What runs: Debian, the few libraries, nothing else.
FROM debian:12-slim AS run
COPY tools/packages-run.txt /tmp/packages-run.txt
RUN apt-get update \
  && grep -v '^#' /tmp/packages-run.txt | xargs apt-get install --no-install-recommends -y \
  && rm -rf /var/lib/apt/lists/* /tmp/packages-run.txt \
  && groupadd --gid 10001 pangea \
  && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent \
       --shell /usr/sbin/nologin pangea
COPY --from=build /image/ /
ENV PANGEA_CONTENT=/opt/pangea/GameData \
    PANGEA_BUNDLE=/opt/pangea/GameData/build \
    PANGEA_WEB=/opt/pangea/Web/play \
    PANGEA_CONSOLE=/opt/pangea/Web/console \
    PANGEA_OPERATOR_PORT=7790
WORKDIR /opt/pangea
USER 10001:10001
# An image with a library missing or content that is bad is not made.
RUN if ldd /usr/local/bin/pangea | grep 'not found'; then exit 1; fi \
  && pangea --version && pangea content check
# Players (HTTP and WebSocket, TCP), admin API, mesh, operators.
EXPOSE 7777 7778 7780 7700 7790
# Asks the operators' port; what is no role has none, and needs no health.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["/bin/bash", "-c", \
  "exec 3<>/dev/tcp/127.0.0.1/$PANGEA_OPERATOR_PORT && printf 'GET /healthz HTTP/1.1\\r\\nHost: pangea\\r\\nConnection: close\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["/usr/local/bin/pangea"]
CMD ["--help"]
