# The site in an image: no secrets in it, no compiler, no root. Settings come from the environment
# (.env.example), the key for receipts from a volume. How to run it: docs/operations.md.

FROM python:3.13.9-slim-trixie AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
WORKDIR /srv/immunosite
COPY requirements.txt ./
RUN pip install --require-hashes -r requirements.txt
COPY . .
# A key for this one command, which is nowhere afterwards.
RUN SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(50))')" \
    ALLOWED_HOSTS=www.example.org \
    python manage.py collectstatic --no-input --verbosity=0 \
    && python -m compileall -q .

FROM python:3.13.9-slim-trixie
# pg_dump and pg_restore for manage.py backup and restore: as new as the database in compose.yaml.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends postgresql-client-17 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin immunosite
COPY --from=build /opt/venv /opt/venv
COPY --from=build /srv/immunosite /srv/immunosite
WORKDIR /srv/immunosite
RUN mkdir -p keys var && chown -R immunosite:immunosite keys var
ENV PATH="/opt/venv/bin:$PATH" \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    BIND=0.0.0.0:8000 \
    RECEIPT_KEY_FILE=keys/receipt-key.json
USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-m", "immunosite.start.is_alive"]
CMD ["gunicorn"]
