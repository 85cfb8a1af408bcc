"""Annotations of a pull request: at the fragment that declares too little, or at the clause that should say more."""

from roomspec.change.annotations import annotations
from tests.change.documents import document

CLAUSES = '[source]\n\n[[clause]]\nid = "KNK-2"\n'


def said(*reds: str, notes: tuple[str, ...] = ()) -> list[str]:
    """The annotations of a document with these reasons."""
    verdict = document()["verdict"] | {"reds": list(reds), "notes": list(notes)}
    return list(annotations(document(verdict=verdict), CLAUSES))


def test_too_little_declared_is_said_at_the_fragment() -> None:
    (line,) = said("Declared as clarification, and it is breaking.")
    assert line.startswith("::error file=changes/9.clarification.md,title=roomspec diff::Declared")


def test_a_clause_that_says_nothing_new_is_marked_where_it_stands() -> None:
    (line,) = said("Behaviour changed.")
    assert line.startswith("::error file=spec_impl/clauses.toml,line=4,")


def test_no_reason_starts_a_command_of_its_own() -> None:
    (line,) = said("Bad\n::set-output name=x::y 100%")
    assert "\n" not in line
    assert line.endswith("Bad%0A::set-output name=x::y 100%25")


def test_what_is_only_noted_is_a_notice() -> None:
    assert said(notes=("Acknowledged.",)) == ["::notice title=roomspec diff::Acknowledged."]
