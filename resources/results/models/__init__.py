"""Projects and their results: pages, what they are filtered by, and their public records."""

from resources.results.models.imports import ImportedText
from resources.results.models.pages import Project, ProjectIndex, Result
from resources.results.models.project_parts import (
    ProjectBeneficiaries,
    ProjectComponent,
    ProjectDocument,
    ProjectPart,
    ProjectPartner,
    ProjectRegion,
    ProjectSource,
)
from resources.results.models.records import Record, RecordValue
from resources.results.models.result_parts import ResultAddressee, ResultElement, ResultMaterial, ResultSource
from resources.results.models.vocabulary import BeneficiaryKind, GrantProgramme, Licence, PartnerKind, Region, Theme

__all__ = [
    "BeneficiaryKind",
    "GrantProgramme",
    "ImportedText",
    "Licence",
    "PartnerKind",
    "Project",
    "ProjectBeneficiaries",
    "ProjectComponent",
    "ProjectDocument",
    "ProjectIndex",
    "ProjectPart",
    "ProjectPartner",
    "ProjectRegion",
    "ProjectSource",
    "Record",
    "RecordValue",
    "Region",
    "Result",
    "ResultAddressee",
    "ResultElement",
    "ResultMaterial",
    "ResultSource",
    "Theme",
]
