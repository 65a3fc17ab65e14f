"""Sentence vectors, shared by understanding (nlu/) and knowledge (knowledge/)."""
