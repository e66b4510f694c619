"""The servers of `bin/up`, `bin/manage` and `bin/test`: PostgreSQL, a Redis-compatible server and our own processes.

Nothing here imports Django: it decides where the servers are before settings are read.
"""
