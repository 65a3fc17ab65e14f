"""Stories played from end to end: text or speech in, through understanding and actions, and checked as they come out."""
