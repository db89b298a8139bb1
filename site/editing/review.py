"""Publishing a page after its review has been approved."""

from typing import Any

from wagtail.workflows import publish_workflow_state


def finish_review(workflow_state: Any, user: Any = None) -> None:
    """Publishes if the last approving user may publish; otherwise the draft stays approved until an editor publishes.

    Wagtail's own action publishes as the reviewer; where the reviewer may not publish it fails and the approval is
    lost.
    """
    from wagtail.models import Page  # circular: Wagtail's models import this function

    page = workflow_state.content_object
    if not isinstance(page, Page) or user is None or page.permissions_for_user(user).can_publish():
        publish_workflow_state(workflow_state, user=user)


def publishes_on_approval(page: Any, user: Any) -> bool:
    """Whether an approval by ``user`` publishes the page now or as planned."""
    state = page.current_workflow_state
    at_last_task = state is not None and state.is_at_final_task
    return at_last_task and bool(page.permissions_for_user(user).can_publish())
