"""The kinds of document that this room keeps."""

from articles.models.article import Article, Genre
from articles.models.condition import Condition
from articles.models.therapy import Mechanism, Risk, Route, TherapyType

__all__ = ["Article", "Condition", "Genre", "Mechanism", "Risk", "Route", "TherapyType"]
