from search.models.sections import Section
from search.models.synonyms import SynonymGroup
from search.models.vocabulary import IndexVersion, Word

__all__ = ["IndexVersion", "Section", "SynonymGroup", "Word"]
