from search.models.pending import Action, PendingUpdate
from search.models.sections import Section
from search.models.synonyms import SynonymGroup
from search.models.vocabulary import IndexVersion, Word

__all__ = ["Action", "IndexVersion", "PendingUpdate", "Section", "SynonymGroup", "Word"]
