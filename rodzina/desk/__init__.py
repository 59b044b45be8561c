"""Pages that gather from many rooms: today, the family's file, the supervisor's overview; owns no data."""
