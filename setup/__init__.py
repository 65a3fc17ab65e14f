"""What `make` does on a fresh machine: interpreters, environments, models, training, and running it all."""
