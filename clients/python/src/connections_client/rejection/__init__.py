"""
Whether an answer says that the provider refused the token (T236), judged as the TypeScript client judges it:
`clients/vectors/rejections.json` holds both to the same cases.
"""

from .answer_watch import Answer, AnswerWatch, watch_of
from .judgement import (
    AnsweredCall,
    IsRejected,
    RpcAnswer,
    error_in,
    is_refused,
    is_rejected_by_notion,
    is_rejected_by_provider,
)

__all__ = [
    "Answer",
    "AnswerWatch",
    "AnsweredCall",
    "IsRejected",
    "RpcAnswer",
    "error_in",
    "is_refused",
    "is_rejected_by_notion",
    "is_rejected_by_provider",
    "watch_of",
]
