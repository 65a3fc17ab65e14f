"""A kind of picture each: height(payload) in inches, alt(payload), table(payload), draw(figure, payload, theme)."""
