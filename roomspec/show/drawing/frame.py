"""Plain words as a pandas frame, for whoever counts what a figure shows; loaded only when that is asked for."""

from collections.abc import Iterable, Sequence

try:
    import pandas as pd
except ModuleNotFoundError as missing:
    sentence = "a frame is made by pandas, which is missing here, as in every browser: the figure shows the same"
    raise ModuleNotFoundError(sentence, name=missing.name) from None

__all__ = ["frame_of", "pd"]


def frame_of(columns: Sequence[str], lines: Iterable[Sequence[str]]) -> pd.DataFrame:
    """Plain words as a frame; a column in which all are numbers is one of numbers."""
    frame = pd.DataFrame(list(lines), columns=list(columns), dtype="str")
    for column in frame.columns:
        if len(frame) and frame[column].str.fullmatch(r"\d[\d,]*").all():
            frame[column] = frame[column].str.replace(",", "").astype("Int64")
    return frame
