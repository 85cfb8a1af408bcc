"""The stepper: a run that a reader drives one step at a time.

Rule 1: `session` and everything that it needs know no widget, so that a run can be driven and tested without a browser.
Rule 2: `widget` alone knows ipywidgets; it decides nothing and only shows what the session says.
Rule 3: nothing here needs numpy, pandas or graphviz: this runs where only Python does.
"""
