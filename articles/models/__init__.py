"""The kinds of document that this room keeps."""

from articles.models.article import Article
from articles.models.condition import Condition
from articles.models.therapy import Risk, TherapyType

__all__ = ["Article", "Condition", "Risk", "TherapyType"]
