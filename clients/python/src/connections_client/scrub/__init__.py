"""
Removes tokens from what a server answers: in clear, and written in any of the ways that the README of the TypeScript client
promises. The search is that client's, and `clients/vectors/scrub.json` holds both to the same cases.
"""

from .answer_secrets import AnswerSecrets
from .content_encoding import CompressedCheck, refuse_undecoded
from .guarded_body import GuardedBody
from .injected_secrets import secrets_of
from .known_secrets import KnownSecrets
from .refusals import Refused, TooLarge, Undecodable, Unsearchable
from .scrub_bytes import REMOVED, Scrubber, scrub_bytes, scrub_text
from .search_budget import SearchBudget
from .secret_patterns import PatternSet, caseless_patterns_of, patterns_of

__all__ = [
    "REMOVED",
    "AnswerSecrets",
    "CompressedCheck",
    "GuardedBody",
    "KnownSecrets",
    "PatternSet",
    "Refused",
    "Scrubber",
    "SearchBudget",
    "TooLarge",
    "Undecodable",
    "Unsearchable",
    "caseless_patterns_of",
    "patterns_of",
    "refuse_undecoded",
    "scrub_bytes",
    "scrub_text",
    "secrets_of",
]
