#!/usr/bin/env python
"""Entry point of every management command; `bin/manage` calls it inside the product's environment."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "erp.settings.dev")
    execute_from_command_line(sys.argv)
