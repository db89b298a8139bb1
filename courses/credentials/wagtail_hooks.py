from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    """What the history of the site calls them."""
    actions.register_action("credentials.issue", _("Issue a certificate"), _("Certificate issued"))
    actions.register_action("credentials.reissue", _("Replace a certificate"), _("Certificate replaced, new name"))
    actions.register_action("credentials.renew", _("Renew a certificate"), _("Expired certificate renewed"))
    actions.register_action("credentials.revoke", _("Revoke a certificate"), _("Certificate revoked"))
