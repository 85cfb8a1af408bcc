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
        "She sees an error, because the first server cannot let her in.",
        ([], "none"),
        "The list has a second name on it, and her server goes on to it.",
        "the candidate list is current",
    ),
    Option(
        "She comes in by way of a.example, because her server asks it next.",
        ([A], "joined"),
    ),
    Option(
        "She comes in by way of b.example, because its copy says public.",
        ([B], "joined"),
        "Its copy is old: no user of its own is in the room, and it gets no news.",
        "to remember a room is to have it",
    ),
    Option(
        "She comes in once b.example has asked a.example about it.",
        ([A, B], "joined"),
        "A server that is asked asks nobody; it answers from what it holds.",
        "who does not know asks",
    ),
    because="“Where one candidate knows no such room, the next is asked.” A candidate is a server on the list.",
)
def who_lets_carol_in() -> object:
    run = stale_list().give(CAROL, Find(TEA_NAME)).settle().give(CAROL, Join(TEA)).settle()
    sends = [sent for step in run.steps for sent in step.sends]
    grants = [sent.sender for sent in sends if isinstance(sent.message, Grant)]
    return grants, str(run.world.server(A).room(TEA).membership(CAROL))


question(
    "03.half-known",
    "Who holds at this moment that carol is a member?",
    Option(
        "Everybody does, because a room has one list of its members.",
        (A, B, C),
        "There is no such list: each server has its own copy.",
        "every server learns at once",
    ),
    Option(
        "c.example does, because it speaks for her.",
        (C,),
        "It speaks for her, and has not been told yet what became of her question.",
        "somebody is in charge",
    ),
    Option(
        "Nobody does, because one of the two has said no.",
        (),
        "They do not vote; one yes is enough.",
        "a no is final",
    ),
    Option("a.example does, because it has just written it down.", (A,)),
    because="“Anyone enters a public room.” a.example has decided so; to the others it is news, and news travels.",
)(lambda: joined_at(one_has_decided(), CAROL))

question(
    "03.end.decides",
    "Which server decides that carol is in, and whom does it ask?",
    Option("c.example decides, and asks nobody.", (C,), "Her own server has no copy of the room to decide by."),
    Option("a.example decides, and asks nobody.", (A,)),
    Option(
        "a.example decides, after asking b.example.", (B, A), "Nobody is in charge: a.example has a member and a copy."
    ),
    because="“Anyone enters a public room.” The row looks at the copy of the server that is asked.",
)(lambda: admitted_by(carol_asks().settle(), "join request"))

question(
    "03.end.copy",
    "b.example still has its copy of #tea. What does it tell c.example?",
    Option("It says that there is no such room.", "no such room"),
    Option(
        "It says that bob has left the room.", "bob has left", "What was decided, and why, never leaves the server."
    ),
    Option(
        "It says yes, because its copy says public.",
        "joined",
        "Its copy does not count: no user of its own is in the room.",
    ),
    because="“A server with no member in the room does not know it.”",
)(lambda: str(carol_asks().deliver(JoinRequest).last.verdicts[0].told))

question(
    "03.end.home",
    "a.example has let carol in, and the grant is on its way. As what does her own server hold her?",
    Option(
        "It holds her as joined, because she asked.", "joined", "To ask is not to be in: it does not know the answer."
    ),
    Option("It holds her as knocked, until it hears.", "knocked", "A knock is something else; she asked to come in."),
    Option("It has no copy yet, and holds nothing of her.", "none"),
    because="“The user is in, with the room's state as the admitting server holds it”: that comes with the grant.",
)(lambda: held(one_has_decided(), C, CAROL))

question(
    "03.end.told",
    "A server without a member and a server that hides its room refuse a stranger. What do they have in common?",
    Option("What they decide and what they tell.", (True, True), "One decides *unaware* and the other *not invited*."),
    Option("What they tell, but not what they decide.", (False, True)),
    Option(
        "What they decide, but not what they tell.",
        (True, False),
        "It is the other way round: only the words are alike.",
    ),
    because="“A stranger to a hidden room hears the same.” The reasons differ and stay inside.",
)(two_refusals)

question(
    "03.end.rows",
    "Two rows apply and say different things. Which one decides?",
    Option(
        "The one that is stricter decides.", "stricter", "Rows are read from the top; strictness does not come into it."
    ),
    Option(
        "The one that stands lower decides.",
        "lower",
        "The first that applies ends the reading; the lower is not asked.",
    ),
    Option("The one that stands higher decides.", "upper"),
    because="So “A server with no member in the room does not know it” came before “Anyone enters a public room”.",
)(which_row_decides)

question(
    "03.end.next",
    "What does c.example do when it hears “no such room”?",
    Option("It tells carol that there is no such room.", ((), 1), "It would, had it no further name to try."),
    Option("It asks the next server, and tells carol nothing yet.", ((A,), 0)),
    Option(
        "It asks the directory for a newer list.",
        (("directory",), 0),
        "It has one more name, and the directory may know no better.",
    ),
    because="“Where one candidate knows no such room, the next is asked.”",
)(after_the_refusal)

question(
    "03.end.grant",
    "What does a grant bring besides the yes?",
    Option("It brings who is in the room, and how one gets in.", ("joined", "public")),
    Option(
        "It brings who is in the room, and no more.",
        ("joined", "None"),
        "Then c.example could not open the door to the next who asks.",
    ),
    Option(
        "It brings nothing; the rest has to be asked for.",
        ("none", "None"),
        "No further question is needed: the copy comes with the yes.",
    ),
    because="“The user is in, with the room's state as the admitting server holds it.”",
)(home_after_the_grant)

question(
    "03.end.shut",
    "mallory asks for a room that is hidden, and for one that does not exist. What does she hear?",
    Option(
        "She hears *not invited* once, and *no such room* once.",
        (False, "not invited"),
        "“Not invited” would say that there is something to be invited to.",
    ),
    Option(
        "She is answered once, and once there is silence.",
        (False, "nothing"),
        "Silence would tell the two apart as well.",
    ),
    Option("She hears *no such room* both times.", (True, "no such room")),
    because="“A stranger to a hidden room hears the same.”",
)(lambda: (shut_is_as_good_as_none(), hears(unnamed_room("invite").world, M, A, JoinRequest(TEA, MALLORY, 1))))

question(
    "03.end.old",
    "carol joins and leaves; then a copy of her question arrives. What becomes of her?",
    Option("She is in again, because she did ask.", "joined", "She asked for a stay that is over by now."),
    Option("She stays out, for that stay is over.", "left"),
    Option(
        "She is asked whether she wants to come back.", "invited", "An old copy of a question is no reason to ask her."
    ),
    because="“A request for a stay that has ended comes too late.”",
)(lambda: held(old_copy(COMPLETED), A, CAROL))

question(
    "03.end.literal",
    "And the same run under `LITERAL_2014`?",
    Option("She is in again, for no rule looks at stays.", "joined"),
    Option(
        "She stays out, for a.example knows that she left.", "left", "It knows, and no rule of the text makes it look."
    ),
    Option("She is asked whether she wants to come back.", "invited", "Nothing in the text asks a person twice."),
    because="“Anyone enters a public room”, and the row about stays is ours: the text has none.",
)(lambda: held(old_copy(LITERAL_2014), A, CAROL))
