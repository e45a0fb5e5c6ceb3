"""Where things stand in a picture: boxes, lines and frames computed from sizes alone, before any mark is drawn."""
