"""Each named mutant is caught by the claim, in the scope and as soon as `mutants.toml` says; the model by none."""

import pytest

from roomspec.search import Findings, Limits, because, check
from roomspec.show.checked import looks_at_the_whole_world
from spec_impl.claims import named
from spec_impl.scopes import SCOPES
from tests.model.grids import TABLES
from tests.mutants import Mutant, mutants, planted

MUTANTS = mutants()


def asked(mutant: Mutant) -> Findings:
    """Search until the claim that should see the mistake has seen it."""
    claim = named(mutant.caught_by)
    return check(SCOPES[mutant.scope], claims=(claim,), limits=Limits(until=frozenset({claim.name})))


@pytest.mark.parametrize("mutant", MUTANTS, ids=[mutant.name for mutant in MUTANTS])
def test_the_mistake_is_caught_by_its_claim_after_a_shortest_run(mutant: Mutant) -> None:
    claim = named(mutant.caught_by)
    with planted(mutant):
        found = asked(mutant)
        run = found.run(claim)
        assert run is not None, f"nobody sees it: {mutant.about}"
        assert len(run) == mutant.steps
        reasons = because(found.trace(claim), whole_world=looks_at_the_whole_world(claim))
        assert reasons
        assert all(link.decisions or not link.step.verdicts for link in reasons)


def test_whatever_was_planted_is_gone_afterwards() -> None:
    before = {name: table.rows for name, table in TABLES.items()}
    for mutant in MUTANTS:
        with planted(mutant):
            pass
    assert {name: table.rows for name, table in TABLES.items()} == before


def test_each_mistake_is_a_mistake_of_its_own_and_counterexamples_are_short() -> None:
    assert len({mutant.name for mutant in MUTANTS}) == len({str(mutant.edits) for mutant in MUTANTS}) == len(MUTANTS)
    assert len(MUTANTS) >= 20
    assert max(mutant.steps for mutant in MUTANTS) <= 13
