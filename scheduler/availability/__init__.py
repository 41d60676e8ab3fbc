"""When a professional can be booked: weekly hours in a zone, overrides of single days, and the slots that follow.

`zones`, `hours` and `slots` are pure: integers in, integers out, the time is an argument. The rest is a thin shell.
"""
