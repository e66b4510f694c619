#!/usr/bin/env python
"""Entry point of every management command; `bin/manage` calls it inside the product's environment."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "erp.settings.dev")
    if sys.argv[1:2] == ["up"]:  # decides where the servers are, so it runs before settings are read
        from erp.embedded.supervisor import main

        sys.exit(main(sys.argv[2:]))
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
