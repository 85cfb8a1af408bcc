"""Figures: what they say, that they say it on every machine alike, and that an untrusted notebook leaves them whole."""
