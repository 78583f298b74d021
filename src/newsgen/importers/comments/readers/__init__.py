"""Read the exports of services and comment systems, each kind with a module of its own."""
