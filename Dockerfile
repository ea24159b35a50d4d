# The command line in an image of its own:
#
#     docker build -t carerota .
#     docker run --rm --user "$(id -u):$(id -g)" -v "$PWD:/rota" carerota solve problem.toml
#
# On Linux the program loads OR-Tools with dlopen when that is there, so that it wants a C library at run time though
# none to be built: hence an image with glibc, and with libstdc++ for an OR-Tools that is mounted and named with
# CAREROTA_ORTOOLS. Without OR-Tools the native engine does all.
FROM --platform=$BUILDPLATFORM golang:1.26 AS build
ARG TARGETOS=linux
ARG TARGETARCH=amd64
ARG VERSION=
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH \
    go build -trimpath -ldflags "-s -w -X main.release=$VERSION" -o /carerota ./cmd/carerota

FROM gcr.io/distroless/cc-debian12:nonroot
COPY --from=build /carerota /usr/local/bin/carerota
COPY LICENSE /usr/share/doc/carerota/LICENSE
WORKDIR /rota
USER nonroot
ENTRYPOINT ["/usr/local/bin/carerota"]
