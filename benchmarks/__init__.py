"""One benchmark a module: `bin/manage bench NAME [--scale N]` runs `run(scale)` and prints its JSON."""
