"""Runs and tables to draw, as picture values: a short story, a crowd, and labels that hardly fit."""

from roomspec.show.drawing.chart import Chart, ChartRow, Fold, InFlight, Lane, Note

A, B, C = Lane("a", "a", "a.example", "alice"), Lane("b", "b", "b.example", "bob"), Lane("c", "c", "c.example", "carol")
DIRECTORY = Lane("d", "d", "directory", "names of rooms", is_directory=True)

OVERTAKEN = Chart(
    lanes=(A, B, C, DIRECTORY),
    rows=(
        ChartRow(1, "command", "c", label="carol: Find #tea", tags=("DIR-2",)),
        ChartRow(2, "arrow", "c", "d", "DirectoryQuery", ("DIR-4",)),
        ChartRow(3, "command", "a", label="alice: Invite carol", tags=("INV-2", "INV-3"),
            notes=(Note("a", "changed", ("carol: none → invited",)),)),
        ChartRow(4, "arrow", "a", "c", "Invitation", ("INV-8", "INV-10")),
        ChartRow(5, "command", "c", label="carol: Accept", tags=("ACC-1",)),
        ChartRow(6, "lost", "c", "a", "Acceptance", ("ACC-2", "ACC-4")),
        ChartRow(7, "act", "c", label="gives up on a, asks b", tags=("PUB-5", "GAP-15")),
        ChartRow(8, "arrow", "c", "b", "Acceptance", ("ACC-4", "ACC-5"),
            notes=(Note("b", "held", ("held: proof not seen", "told: no such room")),)),
        ChartRow(9, "arrow", "b", "c", "Refusal", ("PRV-3",), "no such room", "refusal"),
        ChartRow(10, "arrow", "a", "b", "StateUpdate", ("INV-7",), sent_at=3,
            notes=(Note("b", "accepted", ("admitted: proof known", "carol: none → joined")),)),
        ChartRow(11, "arrow", "b", "c", "Grant", ("ACC-7", "ACC-10"), tone="grant"),
        ChartRow(12, "arrow", "b", "c", "Grant", ("GAP-9",), "ignored", repeated=True),
    ),
    waiting=(InFlight("b", "a", "StateUpdate", 10), InFlight("d", "c", "DirectoryAnswer", 2)),
    latest=True,
)  # fmt: skip

STEPPED = Chart(
    OVERTAKEN.lanes,
    OVERTAKEN.rows[:10],
    (*OVERTAKEN.waiting, InFlight("b", "c", "Grant", 10)),
    latest=True,
    folds=(Fold(1, 5, "carol finds, alice invites, carol accepts"),),
)

PEOPLE = {"a": "alice", "b": "bob", "c": "carol", "d": "dave", "e": "mallory"}
ELEVEN = tuple(Lane(letter, letter, f"{letter}.example", PEOPLE.get(letter, "")) for letter in "abcdefghijk")

SPOKEN = Chart(
    lanes=(C, B, A, DIRECTORY),
    rows=(
        ChartRow(1, "arrow", "c", "d", "DirectoryQuery", says="who holds #tea?"),
        ChartRow(2, "arrow", "d", "c", "DirectoryAnswer", says="ask b, then a"),
        ChartRow(3, "arrow", "c", "b", "JoinRequest", says="may carol come in?",
            notes=(Note("b", "refused", ("refused: unaware", "told: “no such room”")),)),
        ChartRow(4, "lost", "b", "c", "Refusal", says="“no server asked knows your invitation yet”", tone="refusal"),
        ChartRow(5, "arrow", "c", "a", "JoinRequest", ("PUB-2", "PUB-3"), says="may carol come in?", repeated=True,
            notes=(Note("a", "accepted", ("admitted", "carol: none → joined")),)),
        ChartRow(6, "arrow", "a", "b", "StateUpdate", ("INV-7",), says="news: carol has joined", sent_at=5),
    ),
    waiting=(
        InFlight("a", "c", "Grant", 5, "come in, here is the room"),
        InFlight("d", "c", "DirectoryAnswer", 2, "ask b"),
        InFlight("a", "b", "StateUpdate", 0, "news: the room is private"),
    ),
    latest=True,
)  # fmt: skip

CROWD = Chart(
    lanes=(*ELEVEN[:8], Lane("#", "#", "directory", is_directory=True)),
    rows=(
        ChartRow(1, "command", "a", label="alice: Invite carol", tags=("INV-2", "INV-3"),
            notes=(Note("a", "changed", ("carol: none → invited",)),)),
        ChartRow(2, "arrow", "a", "c", "Invitation", ("INV-8", "INV-10")),
        ChartRow(3, "arrow", "a", "h", "StateUpdate, carol invited", ("INV-7",), sent_at=1),
        ChartRow(4, "command", "c", label="carol: Accept", tags=("ACC-1",)),
        ChartRow(5, "lost", "c", "a", "Acceptance", ("ACC-2", "ACC-4")),
        ChartRow(6, "arrow", "c", "f", "Acceptance", ("ACC-4", "ACC-5"),
            notes=(Note("f", "held", ("held: proof not seen", "told: no such room")),)),
        ChartRow(7, "arrow", "f", "c", "Refusal, no such room", ("PRV-3",), tone="refusal"),
        ChartRow(8, "act", "c", label="gives up", tags=("PUB-5",)),
        ChartRow(9, "cut", "a", "c"),
        ChartRow(10, "arrow", "f", "c", "Grant", ("GAP-9",), "ignored", repeated=True),
    ),
    waiting=tuple(InFlight("f", to, "StateUpdate, joined", 6) for to in "abdeh"),
    latest=True,
)  # fmt: skip

TIGHT = Chart(
    lanes=(
        Lane("a", "a", "a.example", "alice, ann, arthur, abigail"),
        Lane("b", "b", "matrix.example", "bartholomew-the-long"),
        Lane("c", "c", "very-long-server-name.example", "carol"),
        DIRECTORY,
    ),
    rows=(
        ChartRow(1, "command", "c", label="carol: Knock on the door of !tea and wait for somebody", tags=("KNK-1",)),
        ChartRow(2, "arrow", "c", "b", "KnockRequest", ("KNK-1", "KNK-2", "KNK-3", "GAP-12", "TEN-5"),
            notes=(Note("b", "held", ("held: nobody to ask", "told: wait")),)),
        ChartRow(3, "cut", "b", "d"),
        ChartRow(4, "lost", "d", "c", "DirectoryAnswer", ("DIR-4", "DIR-5")),
        ChartRow(5, "arrow", "b", "c", "Invitation", ("INV-8",), "carol has declined it before", repeated=True),
        ChartRow(6, "arrow", "b", "a", "StateUpdate", ("INV-7",), sent_at=2),
        ChartRow(7, "arrow", "c", "d", "DirectoryQuery", ("DIR-4",), notes=(
            Note("d", "refused", ("refused: the directory knows no such name", "told: nothing found")),
            Note("c", "changed", ("carol: knocked → invited",)),
        )),
        ChartRow(8, "heal", "b", "d", "healed"),
        ChartRow(9, "arrow", "b", "c", "Grant, with the whole snapshot", ("ACC-7",), sent_at=2, tone="grant"),
    ),
    waiting=(
        InFlight("b", "a", "StateUpdate", 6),
        InFlight("b", "c", "Grant", 4),
        InFlight("c", "b", "Acceptance", 7),
    ),
)  # fmt: skip

ALONE = Chart((A,), (ChartRow(1, "command", "a", label="alice: Create !tea", tags=("PUB-1",)),))
PAIR = Chart((A, B), (ChartRow(1, "arrow", "a", "b", "Invitation", ("INV-8",)),))


def among(count: int) -> Chart:
    """So many participants, the last of them the directory, with every kind of row near either edge of the sheet."""
    *_, before, last = [lane.key for lane in ELEVEN[: count - 1]]
    rows = (
        ChartRow(1, "command", "a", label="alice: Invite carol", tags=("INV-2", "INV-3"),
            notes=(Note("a", "changed", ("carol: none → invited",)),)),
        ChartRow(2, "arrow", "a", last, "StateUpdate, carol invited", ("INV-7",), sent_at=1),
        ChartRow(3, "command", last, label="dave: Find #tea", tags=("DIR-1",)),
        ChartRow(4, "arrow", last, "#", "DirectoryQuery", ("DIR-4", "GAP-12", "TEN-5", "DIR-5")),
        ChartRow(5, "arrow", "#", last, "DirectoryAnswer", ("DIR-5",), sent_at=4),
        ChartRow(6, "lost", before, last, "Acceptance", ("ACC-2", "ACC-4")),
        ChartRow(7, "lost", "c", "a", "Acceptance", ("ACC-2", "ACC-4")),
        ChartRow(8, "arrow", "b", "a", "Acceptance", ("ACC-4", "ACC-5"),
            notes=(Note("a", "held", ("held: proof not seen", "told: no such room")),)),
        ChartRow(9, "arrow", "a", "b", "Refusal, no such room", ("PRV-3",), tone="refusal"),
        ChartRow(10, "act", last, label="gives up on a, asks b", tags=("PUB-5", "GAP-15")),
        ChartRow(11, "cut", "a", "b"),
        ChartRow(12, "heal", before, last, "healed"),
        ChartRow(13, "arrow", last, "#", "Grant", ("GAP-9",), "ignored", repeated=True),
        ChartRow(14, "arrow", "b", "a", "Grant", ("ACC-7",), tone="grant", sent_at=8),
    )  # fmt: skip
    waiting = (
        *(InFlight("a", to, "StateUpdate, carol joined", 14) for to in "bcd"),
        InFlight(last, "a", "Acceptance of the first of all the invitations that alice ever sent to dave", 10),
        InFlight("b", "a", "Acceptance, again", 9),
        InFlight("#", last, "DirectoryAnswer", 4),
        InFlight(before, last, "Grant", 12),
    )
    return Chart((*ELEVEN[: count - 1], Lane("#", "#", "directory", is_directory=True)), rows, waiting, latest=True)


def many_rows(count: int) -> Chart:
    """Updates round and round between three servers, some of them late."""
    rows = (
        ChartRow(
            i,
            "arrow",
            "abc"[i % 3],
            "abc"[(i + 1) % 3],
            "StateUpdate",
            ("INV-7",),
            sent_at=i - 4 if i % 5 == 0 else None,
        )
        for i in range(1, count + 1)
    )
    return Chart((A, B, C), tuple(rows))


CHARTS = {
    "overtaken": OVERTAKEN, "stepped": STEPPED, "spoken": SPOKEN,
    "crowd": CROWD, "tight": TIGHT, "alone": ALONE, "pair": PAIR,
    **{f"among {count}": among(count) for count in (5, 6, 8, 12)},
}  # fmt: skip
