"""Draws and packs the sample photos; make_samples.py is the way in."""
