"""The demo company: a maker of lighting, its customers and eighteen months of its work, made from a seed."""
