"""What Milepost knows and how it words it: articles, retrieval, the writer and the fact guard."""
