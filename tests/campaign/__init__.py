"""The reliability campaign: kill, damage, cut and feed until something breaks, and count what held."""
