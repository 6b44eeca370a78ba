"""From a draft to the public, and back: the journeys of DESIGN.md section 4."""

from tests import factories
from tests.editorial import Newsroom, fresh, public, public_text


def test_a_draft_is_public_only_after_a_reviewer_approved_it(room: Newsroom) -> None:
    draft = room.editor.write(factories.drug(title="Examplol"))
    assert not draft.live
    assert public(draft).status_code == 404
    waiting = room.editor.submit(draft)
    assert public(draft).status_code == 404
    room.pharmacist.approve(waiting)
    assert "Examplol" in public_text(draft)
    assert fresh(draft).live_revision_id == waiting.revision_id
