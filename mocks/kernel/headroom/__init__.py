"""Whether the mocks have room left: their own service times, the lateness of the loop, the share of a core."""
