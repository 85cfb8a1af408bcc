"""What people take for granted about shared rooms and are wrong about: a closed list, so that it can be counted.

A choice of a prediction that turns out wrong names one of these; a new one is a line here, not a phrase in a notebook.
"""

from enum import StrEnum


class Misconception(StrEnum):
    """A belief as a learner would say it; `instead` says what is the case."""

    INVITED_IS_MEMBER = "invited is member"
    ALL_LEARN_AT_ONCE = "every server learns at once"
    ACCEPTANCE_COMES_AFTER = "an acceptance cannot come before its invitation"
    FORBIDDEN_IS_POLITE = "“forbidden” is a polite answer"
    SILENCE_IS_SAFE = "silence gives nothing away"
    LIST_IS_CURRENT = "the candidate list is current"
    JOINED_IS_PRESENT = "joined means present"
    MEMORY_IS_MEMBERSHIP = "to remember a room is to have it"
    DIRECTORY_IS_INSIDE = "the directory knows what the room knows"
    ASKS_FIRST = "who does not know asks"
    ID_IS_PROOF = "to name it is to prove it"
    GUESS_IS_KNOWLEDGE = "a guess is knowledge"
    NO_IS_FINAL = "a no is final"
    NEWS_GETS_STUCK = "news gets stuck"
    CREATOR_DECIDES = "the room is its maker's"
    KNOCK_IS_A_QUESTION = "a knock is a question"

    @property
    def instead(self) -> str:
        """What is the case, in one sentence."""
        return _INSTEAD[self]


_INSTEAD = {
    Misconception.INVITED_IS_MEMBER: "An invitation opens a door; a member is who has gone through it.",
    Misconception.ALL_LEARN_AT_ONCE: "News travels to each server by itself, and any two may hear in any order.",
    Misconception.ACCEPTANCE_COMES_AFTER: "Nothing on the network keeps its order: a yes may overtake what it answers.",
    Misconception.FORBIDDEN_IS_POLITE: "Nobody can be forbidden what does not exist, so the word shows that it does.",
    Misconception.SILENCE_IS_SAFE: "A server without the room answers at once, so silence shows that there is one.",
    Misconception.LIST_IS_CURRENT: "The list says who had the room once; a server on it may have left long ago.",
    Misconception.JOINED_IS_PRESENT: "A home server acts for its users, whether or not they are at their desks.",
    Misconception.MEMORY_IS_MEMBERSHIP: "A server counts as having a room only as long as one of its users is in it.",
    Misconception.DIRECTORY_IS_INSIDE: "The directory holds what it was told about a name, and nothing about people.",
    Misconception.ASKS_FIRST: "It answers from what it holds; asking would itself be an answer to whoever watches.",
    Misconception.ID_IS_PROOF: "An id is a name, not a secret; what counts is what the server holds about the asker.",
    Misconception.GUESS_IS_KNOWLEDGE: "One can try a thousand ids; only the answer could say which of them was right.",
    Misconception.NO_IS_FINAL: "What is told now may be decided later, when the missing news has come.",
    Misconception.NEWS_GETS_STUCK: "A change goes to every server with a member, and arrives in the end.",
    Misconception.CREATOR_DECIDES: "Any member may let somebody in; whoever made the room is one of them.",
    Misconception.KNOCK_IS_A_QUESTION: "The knock is remembered, and the invitation that follows needs no second yes.",
}
