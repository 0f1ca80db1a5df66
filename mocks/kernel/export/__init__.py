"""The journal as files that other tools read: NDJSON, HAR. Secrets in bodies and queries are masked there too."""
