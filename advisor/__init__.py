"""The advice itself: goals, plans, personas, products and pictures. Plain Python: no Rasa, no HTTP, no model server."""
