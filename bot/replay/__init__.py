"""Stories played end to end: text or speech in, through understanding and actions, checked as they come out."""
