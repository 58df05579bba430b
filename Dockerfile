# Packages first: they are installed again only when the lock file changes.
FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
# No scripts: Node is here already, and nothing needs to be compiled.
RUN npm ci --omit=dev --ignore-scripts && npm cache clean --force

FROM node:24-slim
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=4000 \
    ATLAS_DATA=/data \
    ATLAS_SOURCES=/app/sources.yaml
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY package.json LICENSE sources.yaml ./
COPY schema ./schema
COPY src ./src
COPY connectors ./connectors
COPY hooks ./hooks
RUN ln -s /app/src/cli/main.ts /usr/local/bin/atlas && chmod +x src/cli/main.ts \
    # Volumes that are mounted here belong to the user below.
    && mkdir /data /keys && chown node:node /data /keys && chmod 700 /data /keys
USER node
VOLUME /data
EXPOSE 4000
# Whether the process lives; /ready also wants a search engine, which another container may be.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["atlas"]
CMD ["serve"]
