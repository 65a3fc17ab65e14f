"""What money comes in and goes out: made-up histories for the demo bank, and what can be read from any history."""
