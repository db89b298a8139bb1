"""Legal acts and their identifiers."""

import pytest
from django.core.exceptions import ValidationError

from reference.models import LegalAct


@pytest.mark.parametrize(
    ("eli", "host"), [("DU/1974/141", "https://eli.gov.pl/"), ("reg/2016/679", "https://eur-lex.europa.eu/")]
)
def test_an_act_leads_to_its_publisher(eli: str, host: str) -> None:
    address = LegalAct(eli=eli).url
    assert address.startswith(host)
    assert eli in address


@pytest.mark.parametrize("eli", ["", "DU/74/141", "DU/1974", "javascript:alert(1)", "DU/1974/141/../x", "reg/2016"])
def test_what_is_no_identifier_is_refused(eli: str) -> None:
    field = LegalAct._meta.get_field("eli")
    with pytest.raises(ValidationError):
        field.clean(eli, None)
