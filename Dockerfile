# The explorer and every command over a store in the volume /data.
#   docker build -t pathway-graph .        of a release: --build-arg VERSION=1.2.0
#   docker run --rm -it -v pathway-graph:/data -p 127.0.0.1:8080:8080 pathway-graph
FROM python:3.13-slim-bookworm AS build
ARG VERSION=0.0
# the history is not in the image, so the version is told
ENV SETUPTOOLS_SCM_PRETEND_VERSION=${VERSION:-0.0}
WORKDIR /source
COPY . .
RUN python -m venv /opt/pathway-graph && /opt/pathway-graph/bin/pip install --no-cache-dir --quiet '.[serve,network,plot]'

FROM python:3.13-slim-bookworm
COPY --from=build /opt/pathway-graph /opt/pathway-graph
RUN useradd --create-home --uid 10001 analyst && install -d -o analyst /data
ENV PATH=/opt/pathway-graph/bin:$PATH PATHWAY_GRAPH_STORE=/data/store PYTHONUNBUFFERED=1
USER 10001
WORKDIR /data
VOLUME /data
EXPOSE 8080
# a first start stores the packaged guide, later ones find what is there
CMD ["sh", "-c", "{ [ -e /data/store ] || pathway-graph load; } && exec pathway-graph serve --no-browser --port 8080 --listen 0.0.0.0"]
