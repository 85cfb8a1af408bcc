"""How Sphinx makes the site from what is staged; nothing is executed, and nothing is asked of another place."""

import os
import re
from pathlib import Path
from typing import Any

from docutils import nodes

from roomspec import __version__
from spec_impl.clauses import CLAUSES

HERE = Path(__file__).parent

project = "Room join"
author = "the authors of roomspec"
version = release = __version__
language = "en"
extensions = ["myst_nb"]
root_doc = "index"
exclude_patterns: list[str] = []
nitpicky = True
smartquotes = False
suppress_warnings = ["myst.header"]

nb_execution_mode = "off"
nb_merge_streams = True
nb_code_prompt_show = "code"
nb_code_prompt_hide = "code"
myst_heading_anchors = 3
myst_enable_extensions = ["colon_fence"]
myst_links_external_new_tab = False

html_theme = "furo"
html_title = "Room join, a specification that runs"
html_baseurl = os.environ.get("ROOMSPEC_SITE", "")
html_favicon = str(HERE / "static/favicon.svg")
html_static_path = [str(HERE / "static")]
html_css_files = ["site.css"]
html_js_files = [("film.js", {"defer": "defer"})]
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
html_theme_options = {
    "navigation_with_keys": False,
    "top_of_page_buttons": [],
    "footer_icons": [],
}
pygments_style = "a11y-high-contrast-light"
pygments_dark_style = "a11y-high-contrast-dark"


CLAUSE_ID = re.compile(rf"\b({'|'.join(sorted(CLAUSES, key=len, reverse=True))})\b")


def keep_anchors(_app: Any, tree: nodes.document) -> None:
    """An anchor is written as the clause is: `#PRV-3`, and not in small letters."""
    for section in tree.findall(nodes.section):
        for name in section["names"]:
            if name.upper() in CLAUSES:
                section["ids"] = [name.upper()]


def keep_ids_whole(_app: Any, tree: nodes.document) -> None:
    """A clause id in prose is not broken over two lines at its hyphen."""
    for plain in [
        each
        for each in tree.findall(nodes.Text)
        if not isinstance(each.parent, nodes.literal | nodes.FixedTextElement | nodes.raw)
    ]:
        pieces = CLAUSE_ID.split(plain)
        if len(pieces) > 1:
            whole = [
                nodes.inline("", each, classes=["clause-id"]) if at % 2 else nodes.Text(each)
                for at, each in enumerate(pieces)
                if each
            ]
            plain.parent.replace(plain, whole)


def setup(app: Any) -> None:
    """Before Sphinx collects what is in a page."""
    app.connect("doctree-read", keep_anchors, priority=1)
    app.connect("doctree-read", keep_ids_whole, priority=2)
