"""Rodzina: field-work software for family assistants; the factory is rodzina.house.create_app."""
