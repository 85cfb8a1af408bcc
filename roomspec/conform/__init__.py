"""What a server did, held against the rules: logs of any implementation, in the vocabulary of the trace files.

Imports go down only: `text` and `answer` say what was found, `messages` and `fold` find it, `log` reads and writes.
What a log has to say stands in `docs/how-to/check-an-implementation.md`.
"""

from .answer import Answer, answer_schema, answer_text, check_logs
from .log import LogError, LogHead, LogLine, line_schema, log_of, log_text
from .text import answer_lines, junit_text

__all__ = [
    "Answer",
    "LogError",
    "LogHead",
    "LogLine",
    "answer_lines",
    "answer_schema",
    "answer_text",
    "check_logs",
    "junit_text",
    "line_schema",
    "log_of",
    "log_text",
]
