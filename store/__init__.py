"""Tables and migrations; the only room that knows SQL.

Records are plain frozen dataclasses; documents are JSON that belongs to the room that wrote them. Every row about a
person carries `owner`, the subject of their token, so that it can be exported and erased.
"""
