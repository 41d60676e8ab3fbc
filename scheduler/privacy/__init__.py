"""Taking one's data along, having it erased, and what one agreed to."""
