"""The servers of `bin/up`, `bin/manage` and `bin/test`: PostgreSQL, a Redis-compatible one, our processes.

Nothing here imports Django: it decides where the servers are before settings are read.
"""
