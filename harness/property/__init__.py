"""Generated input against the service's own OpenAPI document, by schemathesis in a child process."""
