"""Questions of walk 03: joining a public room."""

from spec_impl import COMPLETED, LITERAL_2014, Find, Grant, Join, JoinRequest, Leave, Reading, Refusal, Trace
from spec_impl.cast import (
    ALICE,
    BOB,
    CAROL,
    MALLORY,
    TEA,
    TEA_NAME,
    A,
    B,
    C,
    M,
    directing_to,
    forging,
    tea_room,
    town,
    unnamed_room,
)

from ..decisions import StepDecision
from ..predictions import Option, question
from .facts import admitted_by, hears, held, joined_at, under


def stale_list() -> Trace:
    """Alice is in the room and bob has left it; the directory still names his server first."""
    past = tea_room("public", BOB).give(BOB, Leave(TEA)).settle()
    return directing_to(Trace(past.world), B, A)


def carol_asks() -> Trace:
    """Carol's first question is on its way."""
    return stale_list().give(CAROL, Find(TEA_NAME)).settle().give(CAROL, Join(TEA))


def one_has_decided() -> Trace:
    """a.example has let her in, and its answer is still on its way."""
    return carol_asks().deliver(JoinRequest).deliver(Refusal).deliver(JoinRequest)


def old_copy(reading: Reading) -> Trace:
    """Carol has come and gone, and a second copy of her question arrives."""
    run = under(stale_list(), reading).give(CAROL, Find(TEA_NAME)).settle().give(CAROL, Join(TEA))
    run = run.deliver(JoinRequest).deliver(Refusal).repeat(JoinRequest).deliver(Grant)
    return run.give(CAROL, Leave(TEA)).spread(A).deliver(JoinRequest)


def two_refusals() -> tuple[bool, bool]:
    """Whether an old copy and a hidden room refuse for the same reason, and in the same words."""
    old, hidden = carol_asks().deliver(JoinRequest), forging(unnamed_room("invite"), M, A, JoinRequest(TEA, MALLORY, 1))
    (one, other) = (run.last.verdicts[0] for run in (old, hidden))
    return one.reason == other.reason, one.told == other.told


def which_row_decides() -> str:
    """Where the deciding row stands among those that apply."""
    done = StepDecision.of(carol_asks().deliver(JoinRequest).last)
    others = [each.number for each in done.judgements if each.state == "disagrees"]
    return "upper" if done.decider.number < min(others) else "lower"


def after_the_refusal() -> tuple[tuple[str, ...], int]:
    """Whom c.example asks after the first refusal, and how much carol has been told."""
    last = carol_asks().deliver(JoinRequest).deliver(Refusal).last
    return tuple(sent.receiver for sent in last.sends), len(last.notices)


def home_after_the_grant() -> tuple[str, str]:
    """How c.example holds alice, and the mode that it knows."""
    run = one_has_decided().deliver(Grant)
    return held(run, C, ALICE), str(run.world.server(C).room(TEA).mode)


def shut_is_as_good_as_none() -> bool:
    """Whether a hidden room answers what is answered where there is none."""
    ask = JoinRequest(TEA, MALLORY, 1)
    return hears(unnamed_room("invite").world, M, A, ask) == hears(town().world, M, A, ask)


@question(
    "03.stale-list",
    "What will carol see?",
    Option(
        "She sees an error, because the first server on the list cannot let her in.",
        ([], "none"),
        "the candidate list is current",
    ),
    Option(
        "She comes in by way of b.example, because its old copy still says that #tea is public.",
        ([B], "joined"),
        "to remember a room is to have it",
    ),
    Option(
        "She comes in by way of a.example, because her own server asks the next on the list.",
        ([A], "joined"),
        "a no is final",
    ),
    Option(
        "She comes in by way of a.example, and alice's own server does not learn of it.",
        ([A], "none"),
        "news gets stuck",
    ),
    because="A list that is old is normal, and her server tries the next name on it.",
)
def who_lets_carol_in() -> object:
    run = stale_list().give(CAROL, Find(TEA_NAME)).settle().give(CAROL, Join(TEA)).settle()
    sends = [sent for step in run.steps for sent in step.sends]
    grants = [sent.sender for sent in sends if isinstance(sent.message, Grant)]
    return grants, str(run.world.server(A).room(TEA).membership(CAROL))


question(
    "03.half-known",
    "Who holds at this moment that carol is a member?",
    Option("Everybody does, because a room has one list of its members.", (A, B, C), "every server learns at once"),
    Option("c.example does, because it speaks for her.", (C,), "somebody is in charge"),
    Option("Only a.example does, because nobody else has heard of it yet.", (A,)),
    Option("Nobody does, because b.example has said no.", (), "a no is final"),
    because="What a server decides it knows at once; to the others it is news, and news travels.",
)(lambda: joined_at(one_has_decided(), CAROL))

question(
    "03.end.decides",
    "Which server decides that carol is in, and whom does it ask?",
    Option("c.example decides, because she is its own user.", (C,), "somebody is in charge"),
    Option("b.example and a.example decide together, in the order of the list.", (B, A), "somebody is in charge"),
    Option("a.example decides, and it asks nobody.", (A,)),
)(lambda: admitted_by(carol_asks().settle(), "join request"))

question(
    "03.end.copy",
    "b.example still has its copy of #tea. What does it tell c.example?",
    Option("It says that bob has left.", "bob has left", "who is asked gives its reason"),
    Option("It says that there is no such room.", "no such room"),
    Option("It says yes, because its copy says public.", "joined", "to remember a room is to have it"),
    because="No user of its own is in the room, so its copy does not count.",
)(lambda: str(carol_asks().deliver(JoinRequest).last.verdicts[0].told))

question(
    "03.end.home",
    "a.example has let carol in. As what does her own server hold her until the grant arrives?",
    Option("It holds her as joined, because she asked for it.", "joined", "every server learns at once"),
    Option("It holds nothing yet, so she is none there.", "none"),
)(lambda: held(one_has_decided(), C, CAROL))

question(
    "03.end.told",
    "A server without a member and a server that hides its room refuse a stranger. What do they have in common?",
    Option("What they decide and what they tell.", (True, True), "who is asked gives its reason"),
    Option("What they tell, but not what they decide.", (False, True)),
    Option("What they decide, but not what they tell.", (True, False), "“forbidden” is a polite answer"),
)(two_refusals)

question(
    "03.end.rows",
    "Two rows apply and say different things. Which one decides?",
    Option("The one that stands higher decides.", "upper"),
    Option("The one that is kinder decides.", "lower", "“forbidden” is a polite answer"),
)(which_row_decides)

question(
    "03.end.next",
    "What does c.example do when it hears “no such room”?",
    Option("It tells carol that there is no such room.", ((), 1), "a no is final"),
    Option("It asks the next server, and tells carol nothing yet.", ((A,), 0)),
)(after_the_refusal)

question(
    "03.end.grant",
    "What does a grant bring besides the yes?",
    Option("It brings the room: who is in it, and how one gets in.", ("joined", "public")),
    Option("It brings nothing else; the rest has to be asked for.", ("none", "None"), "who does not know asks"),
)(home_after_the_grant)

question(
    "03.end.shut",
    "mallory asks for a room that is shut, and for one that does not exist. Do the answers differ?",
    Option("They do, because one of them says that she is not invited.", False, "“forbidden” is a polite answer"),
    Option("They do not differ in a single word.", True),
)(shut_is_as_good_as_none)

question(
    "03.end.old",
    "carol joins and leaves; then a copy of her question arrives. What becomes of her?",
    Option("She is in again, because she did ask.", "joined", "a message is as new as it looks"),
    Option("She stays out, because the question is for a stay that is over.", "left"),
)(lambda: held(old_copy(COMPLETED), A, CAROL))

question(
    "03.end.literal",
    "And the same run under `LITERAL_2014`?",
    Option("She is in again, because the text tells no old question from a new one.", "joined"),
    Option("She stays out, because a.example knows that she left.", "left", "the text must have thought of it"),
)(lambda: held(old_copy(LITERAL_2014), A, CAROL))
