"""Pages that gather from many rooms: today, the file, the overview; owns no data."""
