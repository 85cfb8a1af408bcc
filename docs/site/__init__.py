"""The web site: what is stored and what the specification says of itself, as pages. `python -m docs.site` makes it.

`facts` works out what the pages say, `runs` which runs are shown, `films` how one is played, `staged` puts pages and
notebooks where Sphinx reads them, `lite` adds a Python that runs in the browser. Templates and styles lie beside.

Rule 1: no text of the specification and no count is typed here; a page is a template filled from the model, the stored
notebooks or the records of the tests, and no notebook is run.
Rule 2: whatever a page needs lies in the site: no script, font or picture comes from elsewhere.
"""
