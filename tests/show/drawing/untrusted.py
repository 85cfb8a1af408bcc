"""What an untrusted notebook keeps of an output: JupyterLab's lists of tags, attributes and style properties.

Only what our figures may use stands here, so a new tag or property is a decision and not an accident.
"""

from html.parser import HTMLParser

TAGS = {
    "a", "b", "details", "div", "figcaption", "figure", "i", "img", "span", "summary", "table",
    "tbody", "td", "th", "thead", "tr",
}  # fmt: skip
ATTRIBUTES = {"alt", "colspan", "href", "scope", "src", "style"}
PROPERTIES = {
    "background", "border", "border-bottom", "border-collapse", "border-left", "border-radius", "border-spacing",
    "border-top", "box-sizing", "color", "display", "float", "font-family", "font-size", "font-weight",
    "height", "letter-spacing", "line-height", "margin", "max-width", "min-width", "overflow", "overflow-x",
    "padding", "page-break-inside", "table-layout", "text-align", "text-decoration", "vertical-align", "white-space",
    "width",
}  # fmt: skip
UNCERTAIN = ("var(", "hsl(", "light-dark(", "rgba(", "url(", "flex", "grid", "inherit")
EACH_CELL = {"text-align", "vertical-align", "padding"}
OF_THE_PAGE = ("color", "background")
"""What is left to the page, light or dark: a figure sets neither a colour of words nor a ground."""


class Outline(HTMLParser):
    """Every element of an output with its attributes, its style as a mapping, and all words in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str], dict[str, str]]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        declared = (part.partition(":") for part in attributes.get("style", "").split(";") if part)
        self.elements.append((tag, attributes, {name.strip(): value.strip() for name, _, value in declared}))
        if tag != "img":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert tag == "img" or self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def complaints(html: str) -> list[str]:
    """What of an output would be dropped or would look different; nothing is as it should be."""
    outline = Outline(html)
    found = [f"left open: {tag}" for tag in outline.open]
    for tag, attributes, style in outline.elements:
        found += [f"tag {tag}"] if tag not in TAGS else []
        found += [f"{tag} {name}=" for name in attributes if name not in ATTRIBUTES]
        found += [f"{tag} {name}:" for name in style if name not in PROPERTIES]
        found += [f"{tag} {name}:{value}" for name, value in style.items() for word in UNCERTAIN if word in value]
        found += [f"{tag} without {name}" for name in sorted(EACH_CELL - set(style)) if tag in ("td", "th")]
        found += ["th without scope"] if tag == "th" and "scope" not in attributes else []
        found += [f"{tag} sets {name}" for name in OF_THE_PAGE if style.get(name, "transparent") != "transparent"]
        found += ["tr with the page's stripes"] if tag == "tr" and "background" not in style else []
    return found


def words(html: str) -> str:
    """All words of an output, as a reader hears them."""
    return " ".join(" ".join(Outline(html).words).split())
