"""Exercises that the rules mark."""
