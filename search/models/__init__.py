from search.models.pending import Action, PendingUpdate
from search.models.promotions import PromotedResult
from search.models.sections import Section
from search.models.statistics import OpenedPlace, SearchedQuery
from search.models.synonyms import SynonymGroup
from search.models.vocabulary import IndexVersion, Word

__all__ = [
    "Action",
    "IndexVersion",
    "OpenedPlace",
    "PendingUpdate",
    "PromotedResult",
    "SearchedQuery",
    "Section",
    "SynonymGroup",
    "Word",
]
