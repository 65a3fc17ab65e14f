"""What the assistant does when Rasa has decided what to do: each action reads the conversation, asks the rooms that
know (advisor, knowledge, store), and says one message.
"""
