"""File formats: ``read(path)`` gives a Network, ``write(network, path)`` a file; one module a format."""
