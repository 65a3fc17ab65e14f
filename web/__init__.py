"""The door: REST API, event streams, the page and the widget."""
