"""The pipeline of config.yml: each component is a few lines around plain Python that needs no Rasa."""
