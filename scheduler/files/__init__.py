"""Files that people give us: taken in pieces, judged by their content, kept behind one port."""
