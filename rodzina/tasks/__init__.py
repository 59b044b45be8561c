"""What was agreed to be done, by whom and until when; a task may stand without a plan."""
