"""What a side, or the whole, came to in a period: counts, rates, hours, money."""
