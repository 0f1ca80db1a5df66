"""Generated input against documented operations: the national mocks in-process, a service host over HTTP."""
