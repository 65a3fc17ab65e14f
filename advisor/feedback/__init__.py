"""What customers say to recommendations, and how the next ones become better for it without breaking a rule."""
